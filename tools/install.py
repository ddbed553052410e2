"""Make the virtual environment and put the locked packages in, unless they are there already.

    python3 tools/install.py run        what the program needs
    python3 tools/install.py develop    and what tests and checks need

Runs on a bare Python with its venv module; downloads nothing but the packages, each held by its hash.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "tvaers-installed.json"
OLDEST = (3, 11)
NEEDED_BYTES = 1_500_000_000
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)", re.MULTILINE)


class InstallError(Exception):
    """The environment cannot be made; the text says why and what to do."""


def lock(kind: str) -> Path:
    """Where the lock of a kind ("run", "develop") lies."""
    return ROOT / "locks" / f"{kind}.txt"


def pins(path: Path) -> set[tuple[str, str]]:
    """Name and version of each locked package."""
    return set(PINNED.findall(path.read_text(encoding="utf-8")))


def state(kind: str) -> dict[str, str]:
    """What must be unchanged for an installation to be kept: the lock and the place it was made at."""
    digest = hashlib.sha256(lock(kind).read_bytes()).hexdigest()
    return {"lock": digest, "place": str(ROOT)}


def installed() -> dict[str, dict[str, str]]:
    """What the stamp says is installed: kind → state; nothing when the environment does not work."""
    try:
        subprocess.run([PYTHON, "-c", ""], check=True, capture_output=True)
        content: dict[str, dict[str, str]] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return content


def make_environment() -> None:
    """Make the virtual environment; a broken one is made again."""
    works = (
        PYTHON.exists()
        and not subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode
    )
    if works:
        return
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    made = subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=False, capture_output=True, text=True)
    if made.returncode != 0:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise InstallError(
            "Python cannot make a virtual environment. On Debian and Ubuntu this needs root once:\n"
            f"  apt-get install -y python{version}-venv\n{(made.stdout + made.stderr).strip()}"
        )


def install(kind: str) -> None:
    """Install the lock; every file must match its hash."""
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--requirement", lock(kind)]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    total, seen = len(pins(lock(kind))), 0
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as process:
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                show(f"  {seen} of {total} packages")
            elif line.startswith("Installing collected"):
                show("  installing          ")
    show("")
    if process.returncode != 0:
        raise InstallError(
            "The packages could not be installed. Is there a network? Run the same command again to go on.\n"
            + "".join(lines[-15:])
        )


def show(text: str) -> None:
    """Rewrite the progress line, where somebody looks."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{text}" if text else "\r\033[K")
        sys.stdout.flush()


def link_package() -> None:
    """Let the environment find the program in src/, which needs no build and no network."""
    packages = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(packages) / "tvaers.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")


def main() -> int:
    """Install what the argument names; return the exit code."""
    kind = sys.argv[1] if len(sys.argv) == 2 else ""
    if kind not in {"run", "develop"}:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if sys.version_info < OLDEST:
        sys.stderr.write(f"This is Python {sys.version.split()[0]}; Tværs needs 3.11. Try: make PYTHON=python3.11 …\n")
        return 1
    # Two of us at a time would break each other's half-made environment; the lock ends with the process.
    fcntl.flock(os.open(ROOT / "locks", os.O_RDONLY), fcntl.LOCK_EX)
    done = installed()
    if done.get(kind) == state(kind):
        return 0
    started = time.monotonic()
    print(f"Python packages for {kind} …", flush=True)
    try:
        if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
            raise InstallError(f"The disk of {ROOT} is nearly full; {NEEDED_BYTES // 1_000_000} MB are needed.")
        STAMP.unlink(missing_ok=True)
        make_environment()
        install(kind)
        link_package()
    except (InstallError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    # What develop brings holds all that run wants, as long as the two locks agree.
    kinds = [kind, "run"] if pins(lock("run")) <= pins(lock(kind)) else [kind]
    STAMP.write_text(json.dumps({each: state(each) for each in kinds}), encoding="utf-8")
    print(f"Python packages installed in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
