"""Photographs that tell of more than they show."""

import io

from PIL import ExifTags, Image


def photograph(
    *, gps: bool = False, author: str = "", orientation: int = 1, kind: str = "JPEG", comment: str = ""
) -> bytes:
    image = Image.new("RGB", (40, 30), (90, 120, 60))
    told = Image.Exif()
    if author:
        told[ExifTags.Base.Artist] = author
    if orientation != 1:
        told[ExifTags.Base.Orientation] = orientation
    if comment:
        told[ExifTags.Base.ImageDescription] = comment
    if gps:
        told.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (58.0, 42.0, 10.0), 3: "E", 4: (12.0, 27.0, 3.0)})
    out = io.BytesIO()
    image.save(out, kind, exif=told)
    return out.getvalue()
