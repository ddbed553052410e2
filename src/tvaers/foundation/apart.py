"""Running a script of ours in a process of its own: bounded in time and in what it answers, with nothing around it."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

# One arena for all that is allocated, or the allocator reserves address space for each processor.
_SURROUNDINGS = {"MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONMALLOC": "malloc"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a child wrote, empty when it was ended or failed; seconds: of processor time that it took."""

    content: bytes = field(repr=False)
    seconds: float


def answered(script: Path, content: bytes, *arguments: str, seconds: float, most: int) -> Answer:
    """Give `content` to a script's input and return its answer: in `seconds` at most, `most` bytes and one more.

    Whoever gets the one more got too much. The script is started with the installed packages alone on its path, without
    the surroundings of this process.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", str(script), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_SURROUNDINGS,
        cwd="/",
    )
    # By its descriptor: a number could be another process's by the time that the clock strikes.
    handle = os.pidfd_open(child.pid)
    clock = threading.Timer(seconds, signal.pidfd_send_signal, [handle, signal.SIGKILL])
    clock.start()
    try:
        answer = _told(child, content, most)
        if len(answer) > most:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        clock.cancel()
        clock.join()
        os.close(handle)
    return Answer(content=answer if child.returncode == 0 else b"", seconds=usage.ru_utime + usage.ru_stime)


def _told(child: "subprocess.Popen[bytes]", content: bytes, most: int) -> bytes:
    """Hand the content over and return the answer, one byte more than the longest that is good."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the child has no pipes")
    with child.stdout:
        try:
            with child.stdin:
                child.stdin.write(content)
        except BrokenPipeError:
            return b""  # it ended before it had read everything
        return child.stdout.read(most + 1)
