"""What the last start already did, so that the next one does only what has changed since."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
NO_DATA = ("apps", "children", "database", "instance", "progress", "remembered", "run", "urls", "views")


@dataclass
class Remembered:
    """Fingerprints of what was applied; empty text: never."""

    #: Which database this is about; another one makes all else void.
    database: str = ""
    migrations: str = ""
    #: "" not begun, "loading" begun and not ended, "loaded".
    data: str = ""
    #: The generator that made the data.
    generator: str = ""
    static: str = ""
    personas: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what was written; a damaged or missing file remembers nothing."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{field.name: str(content.get(field.name, "")) for field in fields(cls)})
        except (OSError, ValueError, AttributeError):
            return cls()

    def write(self, path: Path) -> None:
        """Replace the file in one step."""
        new = path.with_name(f".{path.name}.new")
        new.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        new.replace(path)


def migrations_fingerprint() -> str:
    """Fingerprint every migration of ours, and the lock for those of the packages."""
    ours = [path for path in PACKAGE.glob("**/migrations/**/*") if path.suffix in {".py", ".sql"}]
    # Migrations take their policies and masks from these, so a change there is a change of the schema.
    ours += [*PACKAGE.glob("*/policies.py"), PACKAGE / "guard/enums.py", PACKAGE / "foundation/queue.py"]
    return _fingerprint([*ours, ROOT / "locks" / "run.txt"])


def generator_fingerprint() -> str:
    """Fingerprint what makes the demonstration's data: this package without what starts and shows it."""
    beside = {PACKAGE / "demo" / f"{name}.py" for name in NO_DATA}
    return _fingerprint(path for path in (PACKAGE / "demo").glob("**/*.py") if path not in beside)


def static_fingerprint() -> str:
    """Fingerprint everything that is served as a static file."""
    ours = [*PACKAGE.glob("assets/**/*"), *PACKAGE.glob("**/static/**/*")]
    return _fingerprint([*(path for path in ours if path.is_file()), ROOT / "locks" / "run.txt"])


def stale_messages() -> bool:
    """Tell whether a compiled catalogue is missing or older than its source."""

    def is_stale(source: Path) -> bool:
        compiled = source.with_suffix(".mo")
        return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns

    return any(is_stale(source) for source in PACKAGE.glob("locale/**/*.po"))


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(os.fsencode(path.relative_to(ROOT)) + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
