"""Hostile and odd files, made by code: what must be refused with a reason, and what must come out harmless.

MARK stands in whatever has to be gone: a script, a comment, a place, a file inside a file.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageCms, PngImagePlugin

from tvaers.files.washing.kinds import MOST_BYTES, Why

MARK = b"TVAERS-HOSTILE"
SCRIPT = b"<script>alert('" + MARK + b"')</script>"
GPS = 0x8825
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Hostile:
    """A file. why: for which reasons it is refused; empty where it must come out harmless. called: its name."""

    content: bytes
    why: tuple[Why, ...] = ()
    called: str = "fil.pdf"


_MADE: dict[str, Callable[[], Hostile]] = {}


def kind(name: str) -> Callable[[Callable[[], Hostile]], Callable[[], Hostile]]:
    """Put a maker among the kinds."""

    def put(made: Callable[[], Hostile]) -> Callable[[], Hostile]:
        _MADE[name] = made
        return made

    return put


def names() -> list[str]:
    """The name of every kind."""
    return list(_MADE)


def made(name: str) -> Hostile:
    """The file of a kind."""
    return _MADE[name]()


# --- what everything is built of ---------------------------------------------------------------------


def jpeg(size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """A JPEG."""
    return _saved(Image.new(mode, size, "red" if mode == "RGB" else 1), "JPEG", **options)


def png(size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """A PNG."""
    return _saved(Image.new(mode, size), "PNG", **options)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def pdf(change: Callable[[Pdf], object] = lambda _document: None, **options: Any) -> bytes:
    """A document of one page with a text on it, changed."""
    with Pdf.new() as document:
        document.add_blank_page(page_size=(300, 400))
        page = document.pages[0]
        page.obj.Resources = Dictionary(
            Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
        page.obj.Contents = document.make_stream(b"BT /F1 12 Tf 20 350 Td (Samtykke) Tj ET")
        change(document)
        written = io.BytesIO()
        document.save(written, **options)
        return written.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def into_png(content: bytes, *chunks: bytes) -> bytes:
    """A PNG with more parts behind its header."""
    head = 8 + 25
    return content[:head] + b"".join(chunks) + content[head:]


def segment(marker: int, data: bytes) -> bytes:
    """A part of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def into_jpeg(content: bytes, *segments: bytes) -> bytes:
    """A JPEG with more parts behind its beginning."""
    return content[:2] + b"".join(segments) + content[2:]


def package(**files: bytes) -> bytes:
    """A zip file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return written.getvalue()


def exif(**more: object) -> Image.Exif:
    """What a telephone notes: where, with what, and how it was held."""
    noted = Image.Exif()
    noted[0x010F] = MARK.decode()
    noted[0x0112] = 6
    place = noted.get_ifd(GPS)
    place[1], place[2] = "N", (55.0, 43.0, 51.0)
    place[27] = MARK
    return noted


# --- not one of the three kinds ----------------------------------------------------------------------


@kind("nothing at all")
def _() -> Hostile:
    return Hostile(b"", (Why.EMPTY,))


@kind("only zero bytes")
def _() -> Hostile:
    return Hostile(bytes(4096), (Why.KIND,))


@kind("too large")
def _() -> Hostile:
    return Hostile(b"%PDF-" + bytes(MOST_BYTES), (Why.LARGE,))


@kind("zip bomb")
def _() -> Hostile:
    return Hostile(package(a=bytes(50_000_000)), (Why.KIND,), "fil.zip")


@kind("macro document")
def _() -> Hostile:
    files = {"_Content_Types__dot_xml": b"<Types/>", "word__vbaProject_dot_bin": MARK}
    return Hostile(package(**files), (Why.KIND,), "brev.docm.pdf")


@kind("SVG with a script")
def _() -> Hostile:
    return Hostile(b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", (Why.KIND,), "tegning.svg")


@kind("SVG with an outside entity")
def _() -> Hostile:
    entity = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    return Hostile(b'<?xml version="1.0"?>' + entity, (Why.KIND,), "tegning.png")


@kind("XML that laughs")
def _() -> Hostile:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{laughs}]><l>&l9;</l>'
    return Hostile(text.encode(), (Why.KIND,), "data.jpeg")


@kind("web page that calls itself a PDF")
def _() -> Hostile:
    return Hostile(b"<!doctype html>" + SCRIPT, (Why.KIND,))


@kind("web page with a PDF behind it")
def _() -> Hostile:
    return Hostile(SCRIPT + b"\n" + pdf(), (Why.KIND,))


@kind("EICAR")
def _() -> Hostile:
    return Hostile(EICAR, (Why.KIND,), "eicar.com")


@kind("EICAR behind a PNG")
def _() -> Hostile:
    return Hostile(png() + EICAR + MARK, called="billede.png")


@kind("GIF and Java archive in one")
def _() -> Hostile:
    gif = _saved(Image.new("P", (4, 4)), "GIF")
    return Hostile(gif + package(META_INF__MANIFEST_dot_MF=MARK), (Why.KIND,), "billede.gif")


@kind("TIFF")
def _() -> Hostile:
    return Hostile(_saved(Image.new("RGB", (4, 4)), "TIFF"), (Why.KIND,), "scan.jpeg")


@kind("PostScript")
def _() -> Hostile:
    return Hostile(b"%!PS-Adobe-3.0\n(" + MARK + b") run", (Why.KIND,))


@kind("program")
def _() -> Hostile:
    return Hostile(b"MZ" + bytes(60) + b"PE\0\0" + MARK, (Why.KIND,), "samtykke.pdf.exe")


# --- pictures ---------------------------------------------------------------------------------------


@kind("PNG of nine hundred million pixels")
def _() -> Hostile:
    return Hostile(png((30_000, 30_000), "1"), (Why.PIXELS,))


@kind("PNG whose header lies about its size")
def _() -> Hostile:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0))
    return Hostile(b"\x89PNG\r\n\x1a\n" + header + png()[33:], (Why.PIXELS, Why.DAMAGED))


@kind("JPEG whose header lies about its size")
def _() -> Hostile:
    content = jpeg()
    at = content.index(b"\xff\xc0")
    lie = content[: at + 5] + struct.pack(">HH", 65_535, 65_535) + content[at + 9 :]
    return Hostile(lie, (Why.PIXELS, Why.DAMAGED))


@kind("PNG with texts")
def _() -> Hostile:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", MARK.decode())
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{MARK.decode()}</x>", zip=True)
    return Hostile(png(pnginfo=texts))


@kind("PNG with a text bomb")
def _() -> Hostile:
    return Hostile(into_png(png(), chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000)))), (Why.DAMAGED,))


@kind("PNG with a profile bomb")
def _() -> Hostile:
    return Hostile(into_png(png(), chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(200_000_000)))), (Why.DAMAGED,))


@kind("PNG that moves")
def _() -> Hostile:
    second = Image.new("RGB", (40, 30), "blue")
    return Hostile(_saved(Image.new("RGB", (40, 30)), "PNG", save_all=True, append_images=[second], default_image=True))


@kind("PNG with an unknown part")
def _() -> Hostile:
    return Hostile(into_png(png(), chunk(b"evIl", MARK)))


@kind("PNG cut short")
def _() -> Hostile:
    return Hostile(_saved(Image.effect_noise((200, 200), 50), "PNG")[:2_000], (Why.DAMAGED,))


@kind("PNG with a place in its EXIF")
def _() -> Hostile:
    return Hostile(png(exif=exif()))


@kind("JPEG with a place in its EXIF")
def _() -> Hostile:
    return Hostile(jpeg(exif=exif()), called="IMG_0001.JPG")


@kind("JPEG with a script as comment")
def _() -> Hostile:
    return Hostile(into_jpeg(jpeg(), segment(0xFE, SCRIPT)))


@kind("JPEG that is a script as well")
def _() -> Hostile:
    return Hostile(into_jpeg(jpeg(), segment(0xE0, b"/*" + bytes(0x2F2A - 4)), segment(0xFE, b"*/=1;" + MARK)))


@kind("JPEG with XMP that asks for a file")
def _() -> Hostile:
    asked = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;' + MARK + b"</x>"
    return Hostile(into_jpeg(jpeg(), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + asked)))


@kind("JPEG with a zip file behind it")
def _() -> Hostile:
    return Hostile(jpeg() + package(a=MARK) + MARK)


@kind("JPEG with a profile and a thumbnail")
def _() -> Hostile:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes() + MARK
    return Hostile(into_jpeg(jpeg(icc_profile=profile), segment(0xE1, b"Exif\0\0" + MARK + jpeg((8, 8)))))


@kind("JPEG in four colours")
def _() -> Hostile:
    return Hostile(jpeg(mode="CMYK"))


@kind("JPEG cut short")
def _() -> Hostile:
    return Hostile(jpeg((400, 400))[:700], (Why.DAMAGED,))


@kind("JPEG that is only a beginning")
def _() -> Hostile:
    return Hostile(b"\xff\xd8\xff", (Why.DAMAGED,))


# --- names ------------------------------------------------------------------------------------------

NAMES = {
    "a way up": "../../../../etc/cron.d/x.png",
    "a way up in Windows": r"..\..\windows\system32\x.png",
    "a whole path": "/etc/passwd",
    "a drive": r"C:\con.png",
    "turned round": "samtykke\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe",
    "a null byte": "billede.png\0.exe",
    "a new line": 'billede.png"\r\nX-Evil: 1\r\n\r\n<script>.png',
    "very long": "å" * 5_000 + ".png",
    "a reserved name": "CON",
    "two endings": "samtykke.pdf.exe",
    "nothing": "",
    "dots": "...",
    "a script": "<script>alert(1)</script>.png",
    "quotes": 'a"; filename="b.exe',
    "percent": "%2e%2e%2fx.png",
}
