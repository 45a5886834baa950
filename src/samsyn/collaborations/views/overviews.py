"""The pages that end "cannot be overviewed": the register as a list, the collaboration map, and both as files."""

import re
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.collaborations import exporting, queries, rules
from samsyn.collaborations.enums import LegalForm
from samsyn.collaborations.queries import Filter
from samsyn.common import sheets
from samsyn.common.tables import read_day
from samsyn.common.web import Request, Slice, page, reader_of
from samsyn.isolation.acting import Reader
from samsyn.organisations.enums import Area
from samsyn.organisations.models import Organisation
from samsyn.organisations.views import COUNTIES

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MAP_ROWS = 400
EXPORT_ROWS = 20_000


def read_filter(request: Request, reader: Reader) -> Filter:
    """What is asked, from the address; what cannot be read counts as not asked."""
    asked = request.GET
    whose, columns = asked.get("visa", ""), asked.get("kommuner", "")
    found = Filter(
        day=read_day(asked.get("dag", "")) or reader.today,
        text=asked.get("q", "").strip()[:100],
        over=asked.get("avslutade") == "1",
        area=asked.get("omrade", "") if asked.get("omrade") in Area else "",
        form=asked.get("form", "") if asked.get("form") in LegalForm else "",
        whose=whose,
        network=columns if UID.fullmatch(columns) else "",
        county=columns if columns in dict(COUNTIES) else "",
    )
    return found


def _choices(reader: Reader, asked: Filter) -> dict[str, Any]:
    return {
        "asked": asked,
        "areas": Area.choices,
        "legal_forms": LegalForm.choices,
        "counties": COUNTIES,
        "day": asked.day,
        "is_today": asked.day == reader.today,
    }


@require_safe
def listing(request: Request) -> HttpResponse:
    """The register: what our organisation takes part in, or all that may be seen."""
    reader = reader_of(request)
    asked = read_filter(request, reader)
    asked.whose = asked.whose if asked.whose in ("vara", "alla") else "vara"
    if asked.whose == "vara":
        asked.organisations = [reader.organisation]
    found = Slice(lambda start, most: queries.matching(reader, asked, start=start, most=most), request.GET.get("sida"))
    found.rows = queries.with_rows(found.rows, reader, asked.day)
    context = {
        **_choices(reader, asked),
        "found": found,
        "groups": queries.by_area(found.rows),
        "may_register": rules.may_register(reader),
        "forms": dict(LegalForm.choices),
    }
    return page(request, "collaborations/list.html", context, part="result")


@require_safe
def listing_file(request: Request, kind: str) -> HttpResponse:
    """The same list as a file; the import reads it back."""
    reader = reader_of(request)
    asked = read_filter(request, reader)
    if asked.whose != "alla":
        asked.organisations = [reader.organisation]
    rows = queries.with_rows(queries.matching(reader, asked, most=EXPORT_ROWS, texts=True), reader, asked.day)
    lines = exporting.register_rows(rows, asked.day)
    if kind == "csv":
        return sheets.as_csv("samverkan", exporting.REGISTER, lines)
    return sheets.as_xlsx("samverkan", exporting.REGISTER, lines, title=_("Collaborations"))


def _map(request: Request, reader: Reader) -> dict[str, Any]:
    asked = read_filter(request, reader)
    networks = queries.our_networks(reader, asked.day)
    if not asked.network and not asked.county and networks:
        asked.network = str(networks[0].uid)
    columns: list[Organisation] = queries.columns_for(asked, asked.day)
    if not columns and not asked.county:
        columns = list(Organisation.objects.filter(pk=reader.organisation))
    asked.organisations = [organisation.pk for organisation in columns]
    # One more than is shown tells whether something is left out.
    found = queries.matching(reader, asked, most=MAP_ROWS + 1)
    rows = queries.map_rows(queries.with_rows(found[:MAP_ROWS], reader, asked.day), columns, asked.day)
    return {
        **_choices(reader, asked),
        "columns": columns,
        "groups": queries.by_area(rows),
        "rows": len(rows),
        "left_out": len(found) > MAP_ROWS,
        "networks": networks,
        "forms": dict(LegalForm.choices),
        "our": reader.organisation,
        "doubtful": sum(1 for row in rows if row.row.validity.doubts),
        "width": len(columns) + 4,
    }


@require_safe
def collaboration_map(request: Request) -> HttpResponse:
    """Collaborations × municipalities, by area and form, as of any day."""
    return page(request, "collaborations/map.html", _map(request, reader_of(request)), part="result")


@require_safe
def map_file(request: Request, kind: str) -> HttpResponse:
    told = _map(request, reader_of(request))
    header, lines = exporting.map_header(told["columns"]), exporting.map_lines(told["groups"], told["forms"])
    if kind == "csv":
        return sheets.as_csv("samverkanskarta", header, lines)
    return sheets.as_xlsx("samverkanskarta", header, lines, title=_("The collaboration map"))
