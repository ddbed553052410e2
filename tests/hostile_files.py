"""Hostile and odd files, made by code: what must be refused with a reason, and what must come out harmless.

MARK stands in whatever has to be gone: a script, a comment, a place, a file inside a file.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms, PngImagePlugin

from tvaers.files.washing.kinds import MOST_BYTES, MOST_PAGES, Why

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


def script() -> Dictionary:
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String(MARK.decode()))


def attached(document: Pdf) -> Dictionary:
    """A file inside the document."""
    inner = Dictionary(F=document.make_stream(MARK + b" MZ"))
    return document.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=inner))


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


# --- documents --------------------------------------------------------------------------------------


@kind("PDF with a script for its opening")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.Root.OpenAction = script()

    return Hostile(pdf(change))


@kind("PDF with scripts by name")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        tree = Dictionary(Names=Array([String("a"), script()]))
        document.Root.Names = Dictionary(JavaScript=tree)

    return Hostile(pdf(change))


@kind("PDF whose pages act")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.Root.AA = Dictionary(WC=script())
        document.pages[0].obj.AA = Dictionary(O=script())

    return Hostile(pdf(change))


def _with_link(action: Callable[[Pdf], Dictionary]) -> bytes:
    def change(document: Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 300, 400]), A=action(document), F=4)
        document.pages[0].obj.Annots = Array([document.make_indirect(link)])

    return pdf(change)


@kind("PDF that starts a program")
def _() -> Hostile:
    return Hostile(_with_link(lambda _: Dictionary(S=Name.Launch, F=String(MARK.decode()))))


@kind("PDF that calls home")
def _() -> Hostile:
    return Hostile(_with_link(lambda _: Dictionary(S=Name.URI, URI=String(f"https://example.org/{MARK.decode()}"))))


@kind("PDF that sends its form")
def _() -> Hostile:
    return Hostile(_with_link(lambda _: Dictionary(S=Name.SubmitForm, F=String(MARK.decode()))))


@kind("PDF with a file inside")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("x.exe"), attached(document)])))
        document.Root.AF = Array([attached(document)])
        document.pages[0].obj.AF = Array([attached(document)])

    return Hostile(pdf(change))


@kind("PDF with a file pinned to its page")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        pinned = Dictionary(
            Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=attached(document)
        )
        document.pages[0].obj.Annots = Array([document.make_indirect(pinned)])

    return Hostile(pdf(change))


@kind("PDF with a film that runs a script")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        film = Dictionary(
            Type=Name.Annot,
            Subtype=Name.RichMedia,
            Rect=Array([0, 0, 9, 9]),
            RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([String("a"), attached(document)]))),
        )
        document.pages[0].obj.Annots = Array([document.make_indirect(film)])

    return Hostile(pdf(change))


@kind("PDF with a form in XML")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        text = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xdp>' + MARK + b"</xdp>"
        document.Root.AcroForm = Dictionary(XFA=document.make_stream(text), Fields=Array([]))

    return Hostile(pdf(change))


@kind("PDF with data about itself")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.docinfo = document.make_indirect(Dictionary(Author=String(MARK.decode())))
        document.Root.Metadata = document.make_stream(MARK, Type=Name.Metadata, Subtype=Name.XML)
        document.pages[0].obj.PieceInfo = Dictionary(X=Dictionary(Private=String(MARK.decode())))

    return Hostile(pdf(change))


@kind("PDF with a photograph that knows its place")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        inner = Stream(document, b"")
        inner.write(into_jpeg(jpeg(exif=exif()), segment(0xFE, MARK)) + MARK, filter=Name.DCTDecode)
        inner.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=40,
            Height=30,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
            Metadata=document.make_stream(MARK),
        )
        # Named like what is dropped elsewhere.
        document.pages[0].obj.Resources.XObject = Dictionary(A=document.make_indirect(inner))

    return Hostile(pdf(change))


@kind("PDF whose picture lies in another file")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        inner = document.make_stream(
            b"",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 9, 9]),
            F=String(f"\\\\example.org\\{MARK.decode()}"),
            Ref=Dictionary(F=String(MARK.decode()), Page=0),
        )
        document.pages[0].obj.Resources.XObject = Dictionary(X=inner)

    return Hostile(pdf(change))


@kind("PDF with a program for the printer")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.pages[0].obj.Resources.XObject = Dictionary(
            X=document.make_stream(MARK, Type=Name.XObject, Subtype=Name.PS)
        )

    return Hostile(pdf(change), (Why.DAMAGED,))


@kind("PDF with a bomb as its page")
def _() -> Hostile:
    packed = zlib.compress(bytes(1_500_000_000), 9)

    def change(document: Pdf) -> None:
        document.pages[0].obj.Contents.write(packed, filter=Name.FlateDecode)

    return Hostile(_as_it_stands(change), (Why.HEAVY, Why.DAMAGED))


@kind("PDF packed twice over")
def _() -> Hostile:
    packed = zlib.compress(zlib.compress(bytes(1_000_000_000), 9), 9)

    def change(document: Pdf) -> None:
        document.pages[0].obj.Contents.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))

    return Hostile(_as_it_stands(change), (Why.HEAVY, Why.DAMAGED))


@kind("PDF with many small bombs")
def _() -> Hostile:
    packed = zlib.compress(bytes(40_000_000), 9)

    def change(document: Pdf) -> None:
        pieces = []
        for _number in range(8):
            piece = Stream(document, b"")
            piece.write(packed, filter=Name.FlateDecode)
            pieces.append(document.make_indirect(piece))
        document.pages[0].obj.Contents = Array(pieces)

    return Hostile(_as_it_stands(change), (Why.HEAVY, Why.DAMAGED))


def _as_it_stands(change: Callable[[Pdf], object]) -> bytes:
    """A document whose streams are written as they are: packing a bomb anew takes long."""
    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@kind("PDF with a bomb of objects")
def _() -> Hostile:
    body = b"7 0 " + b"[" * 50 + b"]" * 50 + b" " * 200_000_000
    return Hostile(_by_hand(zlib.compress(body, 9)), (Why.HEAVY, Why.DAMAGED))


def _by_hand(packed: bytes) -> bytes:
    """A document whose only page lies in a packed object stream."""
    parts = [
        b"%PDF-1.5\n",
        b"1 0 obj<</Type/Catalog/Pages 7 0 R>>endobj\n",
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed,
        b"\nendstream endobj\n",
    ]
    whole = b"".join(parts)
    offsets = [whole.index(b"1 0 obj"), whole.index(b"5 0 obj"), len(whole)]
    rows = {1: (1, offsets[0]), 5: (1, offsets[1]), 6: (1, offsets[2]), 7: (2, 5)}
    table = b"".join(struct.pack(">BIH", *rows.get(number, (0, 0)), 0) for number in range(8))
    head = b"6 0 obj<</Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return whole + head + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % offsets[2]


@kind("PDF whose pages are their own parents")
def _() -> Hostile:
    text = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )
    return Hostile(text, (Why.DAMAGED,))


@kind("PDF with a picture of itself")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        form = document.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        document.pages[0].obj.Resources.XObject = Dictionary(X=form)

    return Hostile(pdf(change), (Why.DAMAGED,))


@kind("PDF nested very deep")
def _() -> Hostile:
    deep = b"[" * 100_000 + b"]" * 100_000
    text = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</X " + deep + b">>>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
    )
    return Hostile(text, (Why.DAMAGED,))


@kind("PDF of very many pages")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        for _number in range(MOST_PAGES):
            document.add_blank_page(page_size=(9, 9))

    return Hostile(pdf(change), (Why.PAGES,))


@kind("PDF with a password")
def _() -> Hostile:
    return Hostile(pdf(encryption=pikepdf.Encryption(owner="a", user="b")), (Why.ENCRYPTED,))


@kind("PDF that may not be printed")
def _() -> Hostile:
    return Hostile(pdf(encryption=pikepdf.Encryption(owner="a", user="", allow=pikepdf.Permissions(extract=False))))


@kind("PDF cut short")
def _() -> Hostile:
    return Hostile(pdf()[:150], (Why.DAMAGED,))


@kind("PDF that is only a beginning")
def _() -> Hostile:
    return Hostile(b"%PDF-1.7\n", (Why.DAMAGED,))


@kind("PDF with a zip file behind it")
def _() -> Hostile:
    return Hostile(pdf() + package(a=MARK) + MARK)


@kind("PDF with a web page in front of its objects")
def _() -> Hostile:
    return Hostile(pdf().replace(b"\n", b"\n%" + SCRIPT + b"\n", 1))


@kind("PDF with something hidden behind a stream's end")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.pages[0].obj.Contents.write(zlib.compress(b"q Q") + MARK, filter=Name.FlateDecode)

    return Hostile(_as_it_stands(change))


@kind("PDF with a layer that is not shown")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(MARK.decode())))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        document.pages[0].obj.Resources.Properties = Dictionary(L=layer)

    return Hostile(pdf(change))


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


def strings_in(document: Pdf) -> Iterator[bytes]:
    """Everything that a document holds: its objects as they are written, and its streams unpacked."""
    for one in document.objects:
        yield one.unparse(resolved=False)
        if isinstance(one, Stream):
            yield one.read_raw_bytes()
            yield b"" if Name.DCTDecode == one.get(Name.Filter) else one.read_bytes()
