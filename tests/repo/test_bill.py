"""The bill of materials lists what is locked, and the audit cannot pass by knowing nothing."""

import json
import re
from pathlib import Path

from tests.repo import tree
from tools import install, sbom


def test_the_bill_is_that_of_the_locks():
    assert sbom.BUILT.read_text(encoding="utf-8") == sbom.document(), "run: make sbom"


def test_it_lists_every_package_with_its_hashes():
    components = json.loads(sbom.document())["components"]
    listed = {(each["name"], each["version"]) for each in components if each["purl"].startswith("pkg:pypi/")}
    assert listed == install.pins(install.lock("run"))
    assert {each["name"] for each in components if each["purl"].startswith("pkg:npm/")} == {"dkfds", "htmx.org"}
    assert all(each.get("hashes") or each.get("properties") for each in components)


def test_a_changed_lock_is_noticed(monkeypatch, tmp_path):
    changed = tmp_path / "run.txt"
    text = install.lock("run").read_text(encoding="utf-8")
    hashed = re.search(r"sha256:([0-9a-f]{64})", text)
    for change in (re.sub(r"django==[\d.]+", "django==5.2.99", text), text.replace(hashed[1], "0" * 64)):
        changed.write_text(change, encoding="utf-8")
        monkeypatch.setattr(sbom, "lock", lambda _: changed)
        assert sbom.BUILT.read_text(encoding="utf-8") != sbom.document()


def test_the_audit_fails_when_it_cannot_ask():
    asked = re.findall(r"^\t.*(pip_audit|npm audit)(.*)$", tree.text(Path("Makefile")), re.MULTILINE)
    assert [what for what, _ in asked] == ["pip_audit", "pip_audit", "npm audit"]
    # Without it, a package that the service does not answer for counts as one without weaknesses.
    assert all("--strict" in options for what, options in asked if what == "pip_audit")
