"""What the portal is made of, from the lock file: an SBOM, and proof that an audit saw all of it.

    python deploy/supply_chain.py sbom                  CycloneDX as JSON
    python deploy/supply_chain.py pins                  name==version, whatever the platform
    python deploy/supply_chain.py audited REPORT.json   refuses a report that leaves a package out

Standard library only, so that it runs before anything is installed. The same lock gives the same
SBOM, byte for byte; it names no index and no machine.
"""

import json
import re
import sys
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("requirements.lock")
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)(?P<rest>.*)", re.DOTALL)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
PORTAL = "suara-loket"


class Refused(Exception):
    """Something is unpinned, unhashed or was not looked at."""


@dataclass(frozen=True)
class Package:
    """A package of the lock: on some platforms only where it has a marker."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def read_lock(text: str) -> tuple[Package, ...]:
    """Every package of a lock; refuses one without version or hash, and an empty lock."""
    entries = [e for e in re.split(r"\n(?=\S)", text.strip()) if e and not e.startswith("#")]
    if not entries:
        raise Refused("The lock is empty.")
    return tuple(map(_package, entries))


def _package(entry: str) -> Package:
    found = ENTRY.match(entry)
    if found is None:
        raise Refused(f"Not pinned: {entry.splitlines()[0]}")
    hashes = tuple(HASH.findall(entry))
    if not hashes:
        raise Refused(f"Without a hash: {found['name']}")
    marker = found["rest"].split("\\")[0].partition(";")[2].strip()
    return Package(normal(found["name"]), found["version"], marker, hashes)


def normal(name: str) -> str:
    """One spelling for one package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sbom(packages: Iterable[Package]) -> dict[str, Any]:
    """The parts as CycloneDX 1.5; `optional` are those that only some platforms need."""
    components = [_component(package) for package in packages]
    content = json.dumps(components, sort_keys=True).encode()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=sha256(content).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PORTAL, "bom-ref": PORTAL}},
        "components": components,
        "dependencies": [{"ref": PORTAL, "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _component(package: Package) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "scope": "optional" if package.marker else "required",
        # One for each file of this version: wheels per platform, and the source.
        "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes],
    }


def refuse_incomplete(report: Mapping[str, Any], packages: Iterable[Package]) -> list[str]:
    """The audited packages; refuses when one was skipped, left out, or is vulnerable."""
    told = {normal(one["name"]): one for one in report.get("dependencies", [])}
    asked = {package.name: package.version for package in packages}
    missing = sorted(
        name for name, version in asked.items() if told.get(name, {}).get("version") != version
    )
    if missing:
        raise Refused(f"Not audited: {', '.join(missing)}")
    bad = sorted(f"{name}: {one['id']}" for name in asked for one in told[name]["vulns"])
    if bad:
        raise Refused(f"Known to be vulnerable: {', '.join(bad)}")
    return [f"{name} {version}" for name, version in sorted(asked.items())]


def main(asked: list[str]) -> str:
    """The text for standard output."""
    packages = read_lock(LOCK.read_text("utf-8"))
    match asked:
        case ["sbom"]:
            return json.dumps(sbom(packages), indent=1)
        case ["pins"]:
            return "\n".join(f"{package.name}=={package.version}" for package in packages)
        case ["audited", report]:
            lines = refuse_incomplete(json.loads(Path(report).read_text("utf-8")), packages)
            return "\n".join([*lines, f"{len(lines)} packages audited, none known vulnerable."])
    raise Refused(__doc__ or "")


if __name__ == "__main__":
    try:
        sys.stdout.write(main(sys.argv[1:]) + "\n")
    except (Refused, OSError, ValueError) as error:
        sys.exit(f"supply chain: {error}")
