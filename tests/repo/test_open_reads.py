"""Nothing is read piece by piece: an open cursor shows what stood when it was opened, whatever has ended since.

What is shared ends at the next statement. That is true because every list is fetched whole by its statement, and
because no answer streams that read protected rows (tests/database/test_requests.py).
"""

import ast
from pathlib import Path

SOURCES = sorted(Path("src/tvaers").rglob("*.py"))
PIECEMEAL = {"iterator", "aiterator"}


def piecemeal(source: str) -> list[str]:
    """The calls that read rows little by little, and the declarations of cursors."""
    tree = ast.parse(source)
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PIECEMEAL
    ] + [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "cursor"
        and (node.args or any(each.arg == "name" for each in node.keywords))
    ]


def test_no_rows_are_read_piece_by_piece():
    found = {str(path): piecemeal(path.read_text()) for path in SOURCES}
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_what_reads_piece_by_piece_is_found():
    assert len(piecemeal("rows.iterator(chunk_size=9)\nconnection.cursor('named')\nconnection.cursor()")) == 2
