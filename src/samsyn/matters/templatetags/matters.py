"""Rows of the board. Written in Python: as template nodes they would be most of the time of a board of 290."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.common.templatetags.samsyn import icon
from samsyn.matters.board import Board, BoardRow, Cell

register = template.Library()


@register.simple_tag
def board_rows(board: Board) -> SafeString:
    """Each municipality's row: its registry number and answer, its bodies' cells, and legal force."""
    names = [name for name, _head in board.columns]
    return mark_safe("".join(_row(row, names) for row in board.rows))  # noqa: S308  each part is escaped


def _row(row: BoardRow, columns: list[str]) -> str:
    voice = row.voice
    local = voice.local
    name = f'<a href="{local.get_absolute_url()}">{escape(voice.name)}</a>' if local else escape(voice.name)
    number = _("Dnr %(number)s") % {"number": local.registry_number} if local and local.registry_number else ""
    missing = _("Registry number missing") if local else _("Not received")
    answer = f"{_('Answer')}: {row.answer}" if row.answer else _("No answer yet")
    cells = "".join(_cells(row.cells.get(column, [])) for column in columns)
    force = _cell(row.force) if row.force else '<span class="cell none" aria-hidden="true">–</span>'
    return (
        f'<tr{" class=me" * row.ours}><th scope="row"><b>{name}</b><small>{escape(number or missing)}</small>'
        f"<small>{escape(answer)}</small></th>{cells}<td>{force}</td></tr>"
    )


def _cells(cells: list[Cell]) -> str:
    if not cells:
        said = escape(_("Not on this municipality's way"))
        return (
            f'<td class="skip"><span class="cell none"><span class="sr">{said}</span>'
            '<span aria-hidden="true">–</span></span></td>'
        )
    return f"<td>{''.join(_cell(cell) for cell in cells)}</td>"


def _cell(cell: Cell) -> str:
    body: str = escape(cell.body)
    if cell.url:
        body = f'<a href="{cell.url}">{body}</a>'
    parts = [
        f'<span class="body">{body}</span>' if cell.body else "",
        f'<span class="o-word o o-{cell.sign}">{icon(cell.sign)}<span>{escape(cell.word)}</span></span>',
        f'<span class="when">{escape(cell.when)}</span>' if cell.when else "",
        f'<span class="why">{escape(cell.why)}</span>' if cell.why else "",
    ]
    if cell.earlier:
        told = ngettext("%(n)s earlier", "%(n)s earlier", cell.earlier) % {"n": cell.earlier}
        parts.append(f'<span class="why">{escape(told)}</span>')
    return f'<span class="cell o o-{cell.sign}{" final" * cell.final}">{"".join(parts)}</span>'
