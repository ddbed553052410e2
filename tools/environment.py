"""Draws `docs/reference/environment.md` from the table of settings, so that a name is never explained in two ways.

`python -m tools.environment` writes it; `tests/repo/test_environment.py` fails when it is stale.
"""

from collections.abc import Iterator
from pathlib import Path

from tvaers.foundation.environment import TABLE, Group, Variable

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "docs/reference/environment.md"

HEAD = """# Settings

Drawn by `python -m tools.environment` from `tvaers.foundation.environment`; edit that, not this.

The operator writes them into `/etc/tvaers/tvaers.env`, one `NAME=value` a line (as systemd's `EnvironmentFile`), or
sets them in the process's environment, which wins. A name that is not in this list is refused in the file, and
told by `tvaers check` in the environment. No secret is among
them: secrets lie in files of mode 0600. `tvaers check` tells which of them do not fit together.
"""


def _row(each: Variable) -> str:
    default = f"`{each.default}`" if each.default else each.stands_for or "–"
    choices = f" One of {', '.join(f'`{choice}`' for choice in each.choices)}." if each.choices else ""
    return f"| `{each.name}` | {each.meaning}{choices} | {default} |"


def _lines() -> Iterator[str]:
    yield HEAD
    for group in Group:
        yield f"## {group}\n"
        yield "| setting | meaning | when it is not set |"
        yield "|---|---|---|"
        yield from (_row(each) for each in TABLE.values() if each.group is group)
        yield ""


def drawn() -> str:
    """Return the whole page."""
    return "\n".join(_lines())


if __name__ == "__main__":
    BUILT.write_text(drawn(), encoding="utf-8")
