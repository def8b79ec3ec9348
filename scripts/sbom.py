"""`python scripts/sbom.py WHEELS TARGET`: what a folder of wheels holds, as a CycloneDX SBOM in JSON.

Names, versions, licences and who asks for whom are read from the wheels, hashes from the files. Programs,
fonts and data that packages or the toolkit carry stand below them, from scripts/dependencies.yaml.
It needs cyclonedx-python-lib, which `.[test]` brings.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.contrib.this.builders import this_component
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).resolve().parent))

import dependencies

OURS = "linyi-kit"
WINDOWS = ({**dependencies.SYSTEMS[0], **dependencies.PYTHONS[1]},)  # what the offline folder is for


def made(wheels: Path, on: datetime) -> str:
    """The SBOM of the wheels. The same wheels and the same time give the same text.

    Raises ValueError where our own wheel is not among them, a licence is unknown, or the text is not CycloneDX.
    """
    packages = {canonicalize_name(found.metadata["Name"]): (found, path) for found, path in opened(wheels)}
    if OURS not in packages:
        raise ValueError(f"{wheels}: no wheel of {OURS}")
    components = {name: component(name, *package) for name, package in packages.items()}
    bom = Bom(
        metadata=BomMetaData(component=components[OURS], timestamp=on, tools=ToolRepository(components=[this_component()])),
        components=[part for name, part in components.items() if name != OURS],
        serial_number=uuid.uuid5(uuid.NAMESPACE_OID, "".join(sorted(sha256(path) for _, path in packages.values()))),
    )
    for name, (distribution, _) in packages.items():
        asked = {canonicalize_name(wanted.name) for wanted in dependencies.wants(distribution, set(), WINDOWS)}
        bom.register_dependency(components[name], [components[other] for other in sorted(asked & components.keys())])
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if (fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        raise ValueError(str(fault))
    return text + "\n"


def opened(wheels: Path) -> Iterable[tuple[metadata.Distribution, Path]]:
    """A wheel is a zip that Python can read as an installed package."""
    for path in sorted(wheels.glob("*.whl")):
        yield next(iter(metadata.distributions(path=[str(path)]))), path


def component(name: str, distribution: metadata.Distribution, path: Path) -> Component:
    expression = dependencies.licence(distribution)
    if expression is None:
        raise ValueError(f"{path.name}: its licence is unknown; see dependencies.yaml")
    within = [part for part in dependencies.facts()["carried"] if part["in"] == name or (name == OURS and "/" in part["in"] and not part["in"].startswith("scripts/"))]
    return Component(
        type=ComponentType.APPLICATION if name == OURS else ComponentType.LIBRARY,
        name=name, version=distribution.version, bom_ref=name, description=distribution.metadata.get("Summary"),
        licenses=[LicenseFactory().make_from_string(expression)],
        purl=PackageURL("pypi", name=name, version=distribution.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256(path))],
        properties=[Property(name="linyi:file", value=path.name)],
        components=[carried(name, part) for part in within],
    )


def carried(by: str, part: dict[str, Any]) -> Component:
    return Component(
        type=ComponentType(part["kind"]), name=part["name"], version=part.get("version"),
        bom_ref=f"{by}/{part['name']}", description=part["source"]["en"],
        licenses=[LicenseFactory().make_from_string(part["licence"])],
    )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(made(Path(sys.argv[1]), datetime.now(UTC)), encoding="utf-8", newline="\n")
