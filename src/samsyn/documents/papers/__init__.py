"""Papers as a municipality sends them: one tree of facts and text, made into accessible PDF and Word."""

from samsyn.documents.papers.paper import (
    Facts,
    Figure,
    InvalidPaper,
    ItemList,
    Letterhead,
    Notice,
    Paper,
    Paragraph,
    Picture,
    Section,
    Signatory,
    Signatures,
    Table,
)
from samsyn.documents.papers.pdf import render_pdf
from samsyn.documents.papers.word import render_docx

__all__ = [
    "Facts",
    "Figure",
    "InvalidPaper",
    "ItemList",
    "Letterhead",
    "Notice",
    "Paper",
    "Paragraph",
    "Picture",
    "Section",
    "Signatory",
    "Signatures",
    "Table",
    "render_docx",
    "render_pdf",
]
