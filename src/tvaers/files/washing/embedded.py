"""Pictures inside a document: what stands beside their pixels – place, camera, thumbnail, comment – is cut out.

They are not decoded: a scan stays as sharp as it came. Raises ValueError for what is no such picture.
"""

from tvaers.files.washing.kinds import UncleanError, Why

_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA
# Of the segments of applications a decoder needs two, in their shortest form: JFIF's density, and Adobe's colours.
_NEEDED_APPLICATION = {(0xE0, b"JFIF\0", 16), (0xEE, b"Adobe", 14)}
_APPLICATION = range(0xE0, 0xF0)
_COMMENT = 0xFE
_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_NEEDED_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
_CODESTREAM = b"\xff\x4f\xff\x51"


def bare_jpeg(content: bytes) -> bytes:
    """Return a JPEG without the segments of applications and without comments, and nothing behind its end."""
    if not content.startswith(_START):
        raise UncleanError(Why.DAMAGED)
    kept = [_START]
    at = len(_START)
    while True:
        if at + 4 > len(content) or content[at] != 0xFF:
            raise UncleanError(Why.DAMAGED)
        marker = content[at + 1]
        if marker == 0xFF:  # filled up
            at += 1
            continue
        after = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if after < at + 4 or after > len(content):
            raise UncleanError(Why.DAMAGED)
        if marker == _SCAN:
            break
        told = (marker, content[at + 4 : at + 9], after - at - 2)
        if marker != _COMMENT and (marker not in _APPLICATION or told in _NEEDED_APPLICATION):
            kept.append(content[at:after])
        at = after
    end = content.rfind(_END, at)
    kept.append(content[at : end + len(_END)] if end > 0 else content[at:] + _END)
    return b"".join(kept)


def bare_jpeg2000(content: bytes) -> bytes:
    """Return a JPEG 2000 picture without the boxes that tell about it."""
    if content.startswith(_CODESTREAM):
        return content
    if not content.startswith(_SIGNATURE):
        raise UncleanError(Why.DAMAGED)
    kept = []
    at = 0
    while at + 8 <= len(content):
        size, name, head = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        if size == 0:
            size = len(content) - at
        if size < head or at + size > len(content):
            raise UncleanError(Why.DAMAGED)
        if name in _NEEDED_BOXES:
            kept.append(content[at : at + size])
        at += size
    return b"".join(kept)
