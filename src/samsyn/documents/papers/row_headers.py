"""Tell assistive technology which cells are the headings of rows, in a PDF that typst has tagged.

typst itself can do it, but behind a switch that its Python package lacks (typst 0.15): the cells are tagged as data.
"""

import io
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String


def mark_row_headers(pdf: bytes, marked: Sequence[bool]) -> bytes:
    """The same PDF with the first cell of each row as a heading, in those tables that `marked` tells, in their order.

    Each such cell becomes a TH with scope Row and an ID, and the other cells of the row name it beside the heading of
    their column (ISO 32000-1, 14.8.5.7).
    """
    with Pdf.open(io.BytesIO(pdf)) as file:
        root = file.Root.StructTreeRoot
        ids = NameTree(root.IDTree)
        for number, (table, asked) in enumerate(zip(_found(root, "/Table"), marked, strict=True), 1):
            if asked:
                for body in _found(table, "/TBody"):
                    for line, row in enumerate(_found(body, "/TR"), 1):
                        _mark(row, f"row {number}.{line}", ids)
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def _found(element: Object, kind: str) -> Iterator[Object]:
    """The elements of a kind below this one, in reading order; not those within them."""
    for child in _children(element):
        if child.get("/S") == kind:
            yield child
        else:
            yield from _found(child, kind)


def _children(element: Object) -> list[Object]:
    below = element.get("/K", Array([]))
    listed = below if isinstance(below, Array) else [below]
    return [child for child in listed if isinstance(child, Dictionary) and "/S" in child]


def _mark(row: Object, name: str, ids: NameTree) -> None:
    first, *others = _children(row)
    first.S, first.ID = Name.TH, String(name)
    _table_attributes(first).Scope = Name.Row
    ids[name] = first
    for cell in others:
        _table_attributes(cell).Headers.append(String(name))


def _table_attributes(cell: Object) -> Object:
    """The attributes about tables that typst gives every cell."""
    listed = cell.A if isinstance(cell.A, Array) else [cell.A]
    return next(each for each in listed if each.get("/O") == Name.Table)
