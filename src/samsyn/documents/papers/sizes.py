"""Measures that the PDF and the Word file have in common."""

from samsyn.documents.papers.paper import Picture

TEXT_WIDTH_CM, HIGHEST_CM, PIXELS_PER_CM = 15.8, 14.0, 60.0
SECOND_COLUMN_CM = 9.4
LOGO_HEIGHT_CM = 1.5


def shown_width_cm(picture: Picture) -> float:
    """As wide as its pixels ask for, within the text and no higher than half a page."""
    natural = picture.width / PIXELS_PER_CM
    return round(min(natural, TEXT_WIDTH_CM, HIGHEST_CM * picture.width / picture.height), 2)
