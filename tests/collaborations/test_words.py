"""What people write in register files, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.collaborations.enums import LegalForm, Stage
from samsyn.collaborations.importing.words import (
    DayRead,
    FormRead,
    StageRead,
    field_of,
    read_area,
    read_count,
    read_form,
    read_stage,
    read_when,
)
from samsyn.organisations.enums import Area


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Namn", "name"),
        (" NAMN ", "name"),
        ("parter", "parties"),
        ("legal_basis", "legal_basis"),
        ("Lagstöd  (§)", "legal_basis"),
        ("Värdkommun/säte", "host"),
        ("Antal parter enligt källan", "stated_parties"),
        ("Source kind", "source_kind"),
        ("Kontaktperson", None),
        ("", None),
    ],
)
def test_headings_are_known_in_both_languages(heading: str, field: str | None):
    assert field_of(heading) == field


@pytest.mark.parametrize(
    ("text", "form", "unsure"),
    [
        ("gemensam nämnd", LegalForm.JOINT_COMMITTEE, False),
        ("Gemensam lönenämnd", LegalForm.JOINT_COMMITTEE, False),
        ("gemensam nämnd enligt 2003:192", LegalForm.JOINT_COMMITTEE_CARE, False),
        ("kommunalförbund", LegalForm.MUNICIPAL_ASSOCIATION, False),
        ("samordningsförbund", LegalForm.COORDINATION_ASSOCIATION, False),
        ("avtalssamverkan", LegalForm.CONTRACT, False),
        ("Avtalssamverkan, KL 9:37", LegalForm.CONTRACT, False),
        ("avtal (köp)", LegalForm.PURCHASE, False),
        ("avtal", LegalForm.CONTRACT, True),
        ("avsiktsförklaring", LegalForm.LETTER_OF_INTENT, False),
        ("nätverk, avsiktsförklaring", LegalForm.LETTER_OF_INTENT, False),
        ("avsiktsförklaring/avtal", LegalForm.LETTER_OF_INTENT, True),
        ("aktiebolag", LegalForm.COMPANY, False),
        ("ideell förening", LegalForm.ASSOCIATION, False),
        ("samverkan + IT-förbund", LegalForm.UNKNOWN, False),
        ("avtalssamverkan/gemensam nämnd utreds", LegalForm.UNKNOWN, True),
        ("MUNICIPAL_ASSOCIATION", LegalForm.MUNICIPAL_ASSOCIATION, False),
        ("", LegalForm.UNKNOWN, False),
    ],
)
def test_legal_forms(text: str, form: LegalForm, unsure: bool):
    assert read_form(text) == FormRead(form, unsure)


@pytest.mark.parametrize("form", list(LegalForm))
def test_every_form_is_understood_by_its_code_and_its_own_word(form: LegalForm):
    assert read_form(form.value).form == form
    assert read_form(str(form.label)).form == form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aktiv", StageRead(Stage.IN_FORCE)),
        ("active (restarted June 2023)", StageRead(Stage.IN_FORCE, None, "restarted June 2023")),
        ("uppsagd", StageRead(Stage.UNDER_NOTICE)),
        ("avslutad", StageRead(Stage.ENDED)),
        ("ombildad", StageRead(Stage.REPLACED)),
        ("idé", StageRead(Stage.IDEA)),
        ("utredning 2020-11-30", StageRead(Stage.INVESTIGATION, date(2020, 11, 30))),
        ("förslag 2013-10-31", StageRead(Stage.DECIDING, date(2013, 10, 31))),
        ("förslag 2013-02-30", StageRead(Stage.DECIDING)),  # no such day: not known
        ("kanske", StageRead(Stage.UNKNOWN, None, "kanske")),
        ("", StageRead(Stage.UNKNOWN)),
    ],
)
def test_stages(text: str, expected: StageRead):
    assert read_stage(text) == expected


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_is_understood_by_its_code_and_its_own_word(stage: Stage):
    assert read_stage(stage.value).stage == stage
    assert read_stage(str(stage.label)).stage == stage


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("socialtjänst: socialchef", Area.SOCIAL),
        ("miljö- och hälsoskydd, energi", Area.ENVIRONMENT),
        ("löneadministration", Area.FINANCE),
        ("lärcentra, yrkeshögskola", Area.EDUCATION),
        ("räddningstjänst, säkerhetssamordning", Area.RESCUE),
        ("överförmyndare", Area.GUARDIANS),
        ("alla områden", Area.ALL),
        ("något helt annat", Area.OTHER),
        ("", Area.OTHER),
    ],
)
def test_areas(text: str, area: Area):
    assert read_area(text) == area


@pytest.mark.parametrize("area", list(Area))
def test_every_area_is_understood_by_its_code_and_its_own_word(area: Area):
    assert {read_area(area.value), read_area(str(area.label))} == {area}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, DayRead(None, None)),
        ("2023-12-08", DayRead(date(2023, 12, 8), date(2023, 12, 8))),
        ("20231208", DayRead(date(2023, 12, 8), date(2023, 12, 8))),
        ("8/12 2023", DayRead(date(2023, 12, 8), date(2023, 12, 8))),
        ("8.12.2023", DayRead(date(2023, 12, 8), date(2023, 12, 8))),
        ("2023-12-08 00:00:00", DayRead(date(2023, 12, 8), date(2023, 12, 8))),
        (2012, DayRead(date(2012, 1, 1), date(2012, 12, 31), "2012")),
        ("2024-02", DayRead(date(2024, 2, 1), date(2024, 2, 29), "2024-02")),
        ("2023-12", DayRead(date(2023, 12, 1), date(2023, 12, 31), "2023-12")),
        ("våren 2022", DayRead(date(2022, 3, 1), date(2022, 5, 28), "våren 2022")),
        ("1998 (four members)", DayRead(date(1998, 1, 1), date(1998, 12, 31), "1998", "four members")),
        ("igår", DayRead(None, None, "igår", bad=True)),
        ("2023-02-30", DayRead(None, None, "2023-02-30", bad=True)),
        ("2023-13", DayRead(None, None, "2023-13", bad=True)),
        ("9999-12-31", DayRead(None, None, "9999-12-31", bad=True)),
        ("våren 0000", DayRead(None, None, "våren 0000", bad=True)),
        ("0001-01-01", DayRead(None, None, "0001-01-01", bad=True)),
    ],
)
def test_days_months_years_and_seasons(value: object, expected: DayRead):
    assert read_when(value) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [("åtta kommuner i länet", 8), ("33 skånska kommuner", 33), ("three more", 3), ("m.fl.", None), ("", None)],
)
def test_counts_in_figures_and_words(text: str, count: int | None):
    assert read_count(text) == count


@given(st.text(max_size=60))
def test_no_text_whatever_stops_the_reading(text: str):
    read = (read_form(text).form, read_stage(text).stage, read_area(text))
    assert read[0] in LegalForm
    assert read[1] in Stage
    assert read[2] in Area
    when = read_when(text)
    assert when.day is None or when.last is None or when.day <= when.last


@given(st.from_regex(r"\d{4}-\d{2}(-\d{2})?", fullmatch=True))
def test_figures_that_look_like_a_day_are_a_day_or_none(text: str):
    found = read_when(text)
    assert found.bad == (found.day is None)
