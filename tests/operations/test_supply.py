"""What is installed is what was locked: another file under the same name and version stops the installation."""

import base64
import hashlib
import subprocess
import sys
import zipfile

import pytest

from tools import install

NAME = "tvaers_probe"


def wheel(folder, *, says="harmless", needs=""):
    """Make a package of one file; returns the wheel's hash."""
    info = f"{NAME}-1.0.dist-info"
    files = {
        f"{NAME}.py": f"SAYS = {says!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}"
        for name, text in files.items()
    ]
    path = folder / f"{NAME}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{info}/RECORD", "\n".join([*lines, f"{info}/RECORD,,"]) + "\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """A Python of its own to install into."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    return place / "bin" / "python"


@pytest.fixture
def shelf(python, tmp_path, monkeypatch):
    """A folder in the place of the package index, a lock in the place of ours."""
    (tmp_path / "locks").mkdir()
    (tmp_path / "shelf").mkdir()
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "PYTHON", python)
    for name, value in {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path / "shelf"),
        "PIP_NO_CACHE_DIR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    subprocess.run([python, "-m", "pip", "uninstall", "--yes", "--quiet", NAME], check=True, capture_output=True)
    return tmp_path / "shelf"


def lock(shelf, digest):
    line = f"{NAME}==1.0 \\\n    --hash=sha256:{digest}\n" if digest else f"{NAME}==1.0\n"
    (shelf.parent / "locks" / "run.txt").write_text(line, encoding="utf-8")


def installed(python):
    asked = subprocess.run(
        [python, "-c", f"import {NAME}; print({NAME}.SAYS)"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def test_what_was_locked_is_installed_and_nothing_beside_it(shelf, python):
    lock(shelf, wheel(shelf, needs="Requires-Dist: something-else\n"))
    install.install("run")
    assert installed(python) == "harmless"


def test_another_file_under_the_same_name_is_refused(shelf, python):
    lock(shelf, wheel(shelf))
    wheel(shelf, says="harmful")
    with pytest.raises(install.InstallError, match="DO NOT MATCH THE HASHES"):
        install.install("run")
    assert installed(python) == ""


@pytest.mark.parametrize("digest", ["0" * 64, ""], ids=["another hash", "no hash"])
def test_a_lock_that_was_changed_is_refused(shelf, python, digest):
    wheel(shelf)
    lock(shelf, digest)
    with pytest.raises(install.InstallError, match=r"(?i)hash"):
        install.install("run")
    assert installed(python) == ""
