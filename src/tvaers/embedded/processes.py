"""Processes of ours: how they end, and that they end with us."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return a function for a new child: the kernel sends it `number` when the thread that started it ends.

    It holds after a `kill -9` too, which no handler survives. Start such children from the main thread.
    """
    # Loaded here and not in the child: between fork and exec nothing may be loaded or locked.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def end_with_parent() -> None:
    """Ask the kernel to send ourselves SIGTERM when the process that started us ends."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def is_alive(pid: int) -> bool:
    """Tell whether the process runs; a zombie does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # The name before it may hold anything, a closing parenthesis included.
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def wait_for_end(
    pid: int,
    process: subprocess.Popen[bytes] | None,
    *,
    number: signal.Signals,
    seconds: float,
    group: bool = False,
) -> bool:
    """Send the signal and wait at most `seconds`; return whether the process has ended."""
    with suppress(ProcessLookupError):
        (os.killpg if group else os.kill)(pid, number)
    until = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() >= until:
            return False
        time.sleep(0.02)
    if process is not None:
        # It ended just now, so this takes no time; without it a child of ours stays behind as a zombie.
        process.wait()
    return True
