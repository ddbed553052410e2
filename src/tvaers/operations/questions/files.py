"""Whether files can be made anew here: the process that does it needs its libraries, memory and its limits.

Needs no settings.
"""

from collections.abc import Iterator

from tvaers.files import cleaning
from tvaers.files.washing.kinds import Kind, UncleanError
from tvaers.operations.questions.findings import Finding, green, red

SUBJECT = "files"
#: The smallest of two kinds, one for each library.
SMALLEST = {
    Kind.PDF: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF",
    Kind.PNG: bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
        "54789c636000000002000148afa4710000000049454e44ae426082"
    ),
}


def ask() -> Iterator[Finding]:
    """Make two small files anew, as the server would."""
    for kind, content in SMALLEST.items():
        try:
            cleaning.clean(content)
        except UncleanError as unclean:
            yield red(
                SUBJECT,
                f"A {kind.name} cannot be made anew here ({unclean.why}), so nobody can add one.",
                "The server starts a process of 256 MB for it. Mend what forbids that, such as a limit of the unit.",
            )
            return
    yield green(SUBJECT, "PDF and pictures are made anew.")
