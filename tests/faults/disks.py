"""A small disk that can be full or read-only: mounted where the machine allows it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Disk:
    """A file system of its own at `path`, `megabytes` large."""

    def __init__(self, path: Path, megabytes: int) -> None:
        """Mount it. Raises CalledProcessError where that is not allowed."""
        self.path = path
        self.path.mkdir(parents=True, exist_ok=True)
        _mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755,nr_inodes=20k", "tmpfs", str(path))

    @contextmanager
    def full(self, leaving: int = 0) -> Iterator[None]:
        """Have no more than `leaving` bytes free in the block."""
        ballast = self.path / "ballast"
        # Without a buffer: what could not be written would be tried again, and refused again, on closing.
        with ballast.open("wb", buffering=0) as filling, suppress(OSError):
            while True:
                filling.write(bytes(1 << 16))
        if leaving:
            with ballast.open("r+b") as filling:
                filling.truncate(max(0, ballast.stat().st_size - leaving))
        try:
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def without_inodes(self) -> Iterator[None]:
        """Have room for bytes and for no further file in the block."""
        many = self.path / "many"
        many.mkdir()
        with suppress(OSError):
            for number in range(1_000_000):
                (many / str(number)).touch()
        try:
            yield
        finally:
            shutil.rmtree(many)

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Be read-only in the block; nobody may have a file open for writing."""
        _mount("-o", "remount,ro", str(self.path))
        try:
            yield
        finally:
            _mount("-o", "remount,rw", str(self.path))

    def close(self) -> None:
        """Unmount it."""
        subprocess.run(["umount", "--lazy", str(self.path)], check=True)


def can_mount(beside: Path) -> bool:
    """Tell whether this machine lets us mount a disk."""
    try:
        Disk(beside / "may-we", 1).close()
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False
    return True


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
