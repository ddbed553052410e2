"""Write the bill of materials (CycloneDX) of what runs: docs/reference/sbom.json, from the locks. `make sbom`.

Nothing is asked of a network, and the same locks give the same file, so that a test can compare.
"""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tools.install import lock, pins

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "docs/reference/sbom.json"
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Made anew with each run, and so left out: they would hide what has changed.
PASSING = ("serialNumber", "version")


def python_packages(path: Path) -> Iterator[Component]:
    """Yield each package of a lock, with the hashes of all the files it may come in."""
    text = "\n" + path.read_text(encoding="utf-8")
    for name, version in sorted(pins(path)):
        block = re.split(r"^(?=[A-Za-z0-9])", text.split(f"\n{name}=={version}", 1)[-1], maxsplit=1, flags=re.MULTILINE)
        files = [Property(name="tvaers:file-sha256", value=each) for each in HASH.findall(block[0])]
        yield _component(PackageURL("pypi", name=name.lower(), version=version), properties=files)


def browser_packages(content: dict[str, Any]) -> Iterator[Component]:
    """Yield each npm package of which files were copied."""
    for place, package in sorted(content["packages"].items()):
        if place:
            digest = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
            purl = PackageURL("npm", name=place.removeprefix("node_modules/"), version=package["version"])
            yield _component(purl, hashes=[HashType(alg=HashAlgorithm.SHA_512, content=digest)])


def _component(purl: PackageURL, **more: Any) -> Component:
    return Component(
        name=purl.name,
        version=purl.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED,
        purl=purl,
        bom_ref=purl.to_string(),
        **more,
    )


def document() -> str:
    """Return the file's text."""
    npm = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    bom = Bom(components=[*python_packages(lock("run")), *browser_packages(npm)])
    content = json.loads(JsonV1Dot6(bom).output_as_string())
    for name in PASSING:
        content.pop(name, None)
    content["metadata"] = {"component": {"type": "application", "name": "tvaers", "bom-ref": "tvaers"}}
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    BUILT.write_text(document(), encoding="utf-8")
