"""Hostile and odd PDF documents, made by code; they join the kinds in tests/hostile_files.py."""

import struct
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.hostile_files import MARK, SCRIPT, Hostile, exif, into_jpeg, jpeg, kind, package, pdf, segment
from tvaers.files.washing.kinds import MOST_PAGES, Why


def script() -> Dictionary:
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String(MARK.decode()))


def draw(document: Pdf, **pictures: Stream) -> None:
    """Put pictures on the page."""
    page = document.pages[0]
    page.obj.Resources.XObject = Dictionary({f"/{name}": picture for name, picture in pictures.items()})
    for name in pictures:
        page.contents_add(f"q /{name} Do Q".encode())


def attached(document: Pdf) -> Dictionary:
    """A file inside the document."""
    inner = Dictionary(F=document.make_stream(MARK + b" MZ"))
    return document.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=inner))


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


@kind("PDF with what nobody knows on its page")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        document.pages[0].obj.TvaersUnknown = String(MARK.decode())

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
        draw(document, A=document.make_indirect(inner))

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
        draw(document, X=inner)

    return Hostile(pdf(change))


@kind("PDF with something among its pictures that no page draws")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        hidden = document.make_stream(MARK, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        document.pages[0].obj.Resources.XObject = Dictionary(Hidden=hidden)

    return Hostile(pdf(change))


@kind("PDF with a program for the printer")
def _() -> Hostile:
    def change(document: Pdf) -> None:
        draw(document, X=document.make_stream(MARK, Type=Name.XObject, Subtype=Name.PS))

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
        draw(document, X=form)

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


def strings_in(document: Pdf) -> Iterator[bytes]:
    """Everything that a document holds: its objects as they are written, and its streams unpacked."""
    for one in document.objects:
        yield one.unparse(resolved=False)
        if isinstance(one, Stream):
            yield one.read_raw_bytes()
            yield b"" if Name.DCTDecode == one.get(Name.Filter) else one.read_bytes()
