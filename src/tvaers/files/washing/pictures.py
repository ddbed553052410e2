"""Pictures: decoded and written anew, so that pixels are left and nothing else."""

import io
import warnings

from PIL import Image, ImageFile, ImageOps

from tvaers.files.washing.kinds import MOST_BYTES, MOST_PIXELS, MOST_PIXELS_REDUCED, Kind, UncleanError, Why

# Refused below, before anything is decoded; Pillow's own limit would only warn.
Image.MAX_IMAGE_PIXELS = None
# Of the JPEG that is written: what a reader cannot tell from the one that came, and less where that is too large.
QUALITIES = (90, 75)
_ORIENTATION = 0x0112
# How the modes that files have are written: one or three channels, and transparency only where there is some.
_GREY = {"1", "L"}
_DEEP_GREY = {"I", "I;16", "I;16B"}
_CLEAR = {"LA", "La", "PA", "RGBA", "RGBa"}


def rehearse() -> None:
    """Make one small picture of each kind anew, so that all that is needed is loaded while files can be opened."""
    for kind in (Kind.PNG, Kind.JPEG):
        small = io.BytesIO()
        turned = Image.Exif()
        turned[_ORIENTATION] = 6
        Image.new("RGB", (1, 1)).save(small, kind.value, exif=turned)
        remade(small.getvalue(), kind)


def remade(content: bytes, kind: Kind) -> bytes:
    """Return the picture's pixels as a file of the same kind. Raises UncleanError: PIXELS, LARGE, DAMAGED."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=[kind.value]) as picture:
            warnings.simplefilter("ignore")
            _check(picture, kind)
            upright = _upright(picture)
        return _written(upright, kind)
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, EOFError) as broken:
        # Pillow has no exception of its own for what it cannot read.
        raise UncleanError(Why.DAMAGED) from broken


def _check(picture: ImageFile.ImageFile, kind: Kind) -> None:
    """Refuse what has too many pixels, told by its header; have a large JPEG read at a part of its size."""
    pixels = picture.width * picture.height
    if pixels <= MOST_PIXELS:
        return
    if kind is not Kind.JPEG or pixels > MOST_PIXELS_REDUCED:
        raise UncleanError(Why.PIXELS)
    for part in (2, 4, 8):
        picture.draft(None, (picture.width // part, picture.height // part))
        if picture.width * picture.height <= MOST_PIXELS:
            return
    raise UncleanError(Why.PIXELS)


def _upright(picture: ImageFile.ImageFile) -> Image.Image:
    """Return the pixels as a copy, turned as the camera's note says, for the note goes; the first of several."""
    picture.load()
    if picture.getexif().get(_ORIENTATION, 1) != 1:
        # In place: two copies of the pixels fit into the memory that there is, and three do not.
        ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode in _DEEP_GREY:
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in _GREY:
        return picture.convert("L")
    if picture.mode in _CLEAR or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("RGB")


def _written(picture: Image.Image, kind: Kind) -> bytes:
    # What else came with the file, such as profile, comment and text, stands here; both writers look into it.
    picture.info = {}
    if kind is Kind.PNG:
        made = io.BytesIO()
        picture.save(made, "PNG")
        return made.getvalue()
    opaque = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    for quality in QUALITIES:
        made = io.BytesIO()
        opaque.save(made, "JPEG", quality=quality)
        if made.tell() <= MOST_BYTES:
            return made.getvalue()
    raise UncleanError(Why.LARGE)
