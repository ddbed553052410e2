"""PDF documents: a new document from the pages of the one that came, with what is drawn on them and nothing else.

What a page or the document *does* – scripts, actions, links, forms, attached files – hangs on keys that are not taken
over. What a reader saw, such as what was typed into a form, is drawn into the page first.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, StreamDecodeLevel

from tvaers.files.washing import embedded
from tvaers.files.washing.kinds import MOST_PAGES, MOST_PIXELS_REDUCED, MOST_UNPACKED, UncleanError, Why

PAGE_KEYS = frozenset(
    {
        "/Type",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/Rotate",
        "/UserUnit",
        "/Contents",
        "/Resources",
        "/Group",
    }
)
# Whose keys are names that the document chose, such as /A for a picture; what lies behind them is looked at all the
# same.
CHOSEN_NAMES = frozenset(
    {"/XObject", "/Font", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs", "/Colorants"}
)
# What must hang on nothing that a page draws: it does something, tells about the file, or names another one.
DROPPED = frozenset(
    {
        *("/A", "/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/URI", "/Next", "/Dest", "/Annots"),
        *("/AF", "/EF", "/RF", "/Ref", "/OPI", "/Alternates", "/RichMedia", "/XFA", "/AcroForm", "/Names"),
        *("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/OC", "/Properties"),
        *("/Measure", "/PtData", "/Thumb", "/Parent"),
        # Of a stream whose bytes lie in another file.
        *("/FFilter", "/FDecodeParms"),
    }
)
_PACKED = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"})
_PACKED_FAX = frozenset({"/CCITTFaxDecode", "/CCF", "/JBIG2Decode"})
_PICTURES = {"/DCTDecode": embedded.bare_jpeg, "/DCT": embedded.bare_jpeg, "/JPXDecode": embedded.bare_jpeg2000}
_RUN_LENGTH = frozenset({"/RunLengthDecode", "/RL"})

pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=500,
    parser_max_nesting=100,
    parser_max_container_size=1_000_000,
    max_stream_filters=4,
    flate_max_memory=MOST_UNPACKED // 2,
    run_length_max_memory=MOST_UNPACKED // 2,
    png_max_memory=MOST_UNPACKED // 2,
    tiff_max_memory=MOST_UNPACKED // 2,
)


def rehearse() -> None:
    """Make one small document anew, so that all that is needed is loaded while files can be opened.

    One that is encrypted without a password, as many are: the ciphers are loaded at their first use.
    """
    with Pdf.new() as small:
        small.add_blank_page()
        written = io.BytesIO()
        small.save(written, encryption=pikepdf.Encryption(owner="rehearsal", user=""))
    remade(written.getvalue())


def remade(content: bytes) -> bytes:
    """Return a document of the same pages. Raises UncleanError: ENCRYPTED, PAGES, PIXELS, HEAVY, DAMAGED."""
    try:
        with Pdf.open(io.BytesIO(content)) as came, Pdf.new() as made:
            _take_pages(came, made)
            _strip(made)
            written = io.BytesIO()
            made.save(
                written,
                stream_decode_level=StreamDecodeLevel.generalized,
                # Packed anew: nothing that lay behind a stream's end comes along.
                recompress_flate=True,
                deterministic_id=True,
                fix_metadata_version=False,
            )
            return written.getvalue()
    except pikepdf.PasswordError as locked:
        raise UncleanError(Why.ENCRYPTED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as broken:
        # qpdf says what is wrong in words only, and a wrong kind of object is a TypeError.
        raise UncleanError(Why.DAMAGED) from broken


def _take_pages(came: Pdf, made: Pdf) -> None:
    count = len(came.pages)
    if count > MOST_PAGES:
        raise UncleanError(Why.PAGES)
    if not count:
        raise UncleanError(Why.DAMAGED)
    form = came.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and form.get(Name.NeedAppearances):
        came.generate_appearance_streams()
    came.flatten_annotations("screen")
    # Pictures and fonts that no page draws would be a place to hide something.
    came.remove_unreferenced_resources()
    for page in came.pages:
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
        made.pages.append(page)


def _strip(made: Pdf) -> None:
    """Take off everything below the pages what does more than draw. Raises UncleanError for what goes in circles."""
    unpacked = 0
    done: set[tuple[int, int]] = set()
    for page in made.pages:
        # Each on the way down from the page, then once more on the way up.
        way: list[tuple[Object, bool, bool]] = [(page.obj, False, False)]
        above: set[tuple[int, int]] = set()
        while way:
            one, has_chosen_names, is_left = way.pop()
            place = one.objgen
            if is_left:
                above.discard(place)
                continue
            if one.is_indirect:
                if place in above:
                    raise UncleanError(Why.DAMAGED)
                if place in done:
                    continue
                done.add(place)
                above.add(place)
                way.append((one, False, True))
            if isinstance(one, Stream):
                unpacked += _bare(made, one)
                if unpacked > MOST_UNPACKED:
                    raise UncleanError(Why.HEAVY)
            way.extend((below, chosen, False) for below, chosen in _below(one, has_chosen_names, page.obj))


def _below(one: Object, has_chosen_names: bool, page: Object) -> Iterator[tuple[Object, bool]]:  # noqa: FBT001
    """Return what hangs on an object, each with whether its keys are chosen names."""
    if isinstance(one, Array):
        yield from ((each, False) for each in one.as_list() if isinstance(each, Array | Dictionary | Stream))
    elif isinstance(one, Dictionary | Stream):
        for key in list(one.keys()):
            if key in DROPPED and not has_chosen_names and not (key == "/Parent" and one.objgen == page.objgen):
                del one[key]
                continue
            each = one[key]
            if isinstance(each, Array | Dictionary | Stream) and key != "/Parent":
                yield each, key in CHOSEN_NAMES and not has_chosen_names


def _bare(made: Pdf, stream: Stream) -> int:
    """Leave of a stream its own bytes alone and return how many they are unpacked, at most."""
    if Name.F in stream:
        del stream[Name.F]
    if stream.get(Name.Subtype) == Name.PS or stream.get(Name.Subtype2) == Name.PS:
        raise UncleanError(Why.DAMAGED)  # a program for a printer, which readers have long refused
    if stream.get(Name.Subtype) == Name.Image:
        pixels = int(stream.get(Name.Width, 0)) * int(stream.get(Name.Height, 0))
        if pixels > MOST_PIXELS_REDUCED:
            raise UncleanError(Why.PIXELS)
    filters = _filters(stream)
    if all(each in _PACKED | _RUN_LENGTH for each in filters):
        return len(stream.read_bytes(StreamDecodeLevel.specialized))
    *outer, last = filters
    if not all(each in _PACKED | _RUN_LENGTH for each in outer):
        raise UncleanError(Why.DAMAGED)
    if last in _PACKED_FAX:
        return len(stream.read_raw_bytes())
    if last not in _PICTURES:
        raise UncleanError(Why.DAMAGED)  # a filter of its own, or one that decrypts
    packed = stream.read_raw_bytes()
    if outer:
        inner = made.make_stream(b"")
        inner.write(packed, filter=Array([Name(each) for each in outer]))
        packed = inner.read_bytes(StreamDecodeLevel.specialized)
    parameters = stream.get(Name.DecodeParms)
    own = parameters[-1] if isinstance(parameters, Array) and len(parameters) else parameters
    bare = _PICTURES[last](packed)
    stream.write(bare, filter=Name(last), decode_parms=own if isinstance(own, Dictionary) else None)
    return len(bare)


def _filters(stream: Stream) -> list[str]:
    named = stream.get(Name.Filter)
    if named is None:
        return []
    return [str(each) for each in named.as_list()] if isinstance(named, Array) else [str(named)]
