"""What the program consists of besides its own code, from the lock files: ``make supply``.

Writes two files beside this one: ``licences.md`` for people, and ``bom.json``, the bill of materials for programs
(CycloneDX). They are committed, so that whoever has a release has them without our tools. They hold no moment and no
number drawn by lot: the same lock files make the same bytes, and ``tests/deploy/test_supply.py`` compares them.
"""

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LICENCES, BOM = ROOT / "deploy" / "licences.md", ROOT / "deploy" / "bom.json"

#: What the packages say in words of their own, or say only in the text of their licence, as read there.
READ: Mapping[str, str] = {
    "brotlicffi": "MIT",
    "cssselect2": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "django-csp": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pydyf": "BSD-3-Clause",
    # It applies to all of its code; to some of it Apache-2.0 does, too.
    "python-dateutil": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "psycopg2-binary": "LGPL-3.0-or-later with exceptions",
    "qrcode": "BSD-3-Clause AND MIT",
    "s3transfer": "Apache-2.0",
    "sqlparse": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "tinyhtml5": "MIT",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
}
#: What a list of identifiers of licences may be made of (SPDX).
EXPRESSION = re.compile(r"[A-Za-z0-9.-]+(?: (?:AND|OR) [A-Za-z0-9.-]+)*")
ENTRY = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; (.*?))? \\$((?:\n {4}.*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package of a lock file, with its licence, who asks for it and where it is needed."""

    name: str
    version: str
    kind: str
    licence: str
    asked_by: tuple[str, ...] = ()
    where: str = ""
    sha512: str = ""

    @property
    def address(self) -> str:
        """Its name among all packages there are (purl)."""
        return f"pkg:{self.kind}/{self.name}@{self.version}"


def python_packages(lock: str) -> tuple[Package, ...]:
    """Return the packages of ``requirements/run.txt``, in its order."""
    return tuple(
        Package(
            name=name,
            version=version,
            kind="pypi",
            licence=licence_of(name),
            asked_by=tuple(re.findall(r"^ {4}#(?: via)? +(?!via$)(-r \S+|[a-z0-9.-]+)$", rest, re.MULTILINE)),
            where=where or "",
        )
        for name, version, where, rest in ENTRY.findall(lock)
    )


def page_packages(lock: str) -> tuple[Package, ...]:
    """Return the packages of ``package-lock.json`` that pages load: those that the project names itself."""
    found = json.loads(lock)["packages"]
    return tuple(
        Package(
            name=name,
            version=found[f"node_modules/{name}"]["version"],
            kind="npm",
            licence=found[f"node_modules/{name}"]["license"],
            asked_by=("",),
            sha512=base64.b64decode(found[f"node_modules/{name}"]["integrity"].removeprefix("sha512-")).hex(),
        )
        for name in sorted(found[""]["dependencies"])
    )


def licence_of(name: str) -> str:
    """Return the licence of a Python package: as read, else as the installed package says.

    Raises:
        LookupError: it is not installed and was not read, or says it in words of its own.
    """
    if name in READ:
        return READ[name]
    said = metadata.metadata(name)
    licence = said["License-Expression"] or said["License"] or ""
    if not EXPRESSION.fullmatch(licence):
        raise LookupError(f"Read the licence of {name}, and put it into READ: it says {licence[:80]!r}.")
    return str(licence)


def licences(packages: Sequence[Package]) -> str:
    """Return the list for people."""
    rows = (
        f"| {each.name} | {each.version} | {each.licence} | {each.where.replace('|', '') or 'everywhere'} |"
        for each in packages
    )
    return "\n".join(
        (
            "# Licences of what is shipped",
            "",
            "What runs besides the program's own code: the Python packages of `requirements/run.txt`, and the style",
            "sheet and script that pages load. `make supply` writes this list and `bom.json` from the lock files; the",
            "full texts lie in the packages. What only builds and tests (`requirements/dev.txt`, `tools.txt`) is not",
            "shipped. The built PostgreSQL driver brings OpenSSL, libpq and Kerberos with it, numpy OpenBLAS and the",
            "runtime of its compiler, each under the licence that lies beside it.",
            "",
            "| Package | Version | Licence | Where |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        )
    )


def bill_of_materials(packages: Sequence[Package]) -> str:
    """Return the bill of materials as JSON (CycloneDX 1.6)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    itself = {"type": "application", "bom-ref": "program", "name": project["name"]}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself | {"version": project["version"]}},
        "components": [_component(each) for each in packages],
        "dependencies": [*_dependencies(packages)],
    }
    return json.dumps(bill, indent=1) + "\n"


def _component(package: Package) -> dict[str, object]:
    is_expression = EXPRESSION.fullmatch(package.licence) is not None
    licence: object = (
        {"expression": package.licence} if is_expression else {"license": {"name": package.licence}}
    )
    more: dict[str, object] = {}
    if package.sha512:
        more["hashes"] = [{"alg": "SHA-512", "content": package.sha512}]
    if package.where:
        more["properties"] = [{"name": "where", "value": package.where}]
    return {
        "type": "library",
        "bom-ref": package.address,
        "name": package.name,
        "version": package.version,
        "licenses": [licence],
        "purl": package.address,
    } | more


def _dependencies(packages: Sequence[Package]) -> Iterator[dict[str, object]]:
    names = {each.name for each in packages}
    yield {
        "ref": "program",
        "dependsOn": [each.address for each in packages if not names.issuperset(each.asked_by)],
    }
    for package in packages:
        needs = [each.address for each in packages if package.name in each.asked_by]
        yield {"ref": package.address, "dependsOn": needs} if needs else {"ref": package.address}


def shipped() -> tuple[Package, ...]:
    """Return everything that is shipped, from the lock files."""
    lock, pages = ROOT / "requirements" / "run.txt", ROOT / "package-lock.json"
    return python_packages(lock.read_text()) + page_packages(pages.read_text())


def main() -> int:
    """Write both files."""
    packages = shipped()
    LICENCES.write_text(licences(packages))
    BOM.write_text(bill_of_materials(packages))
    print(f"{len(packages)} packages written to {LICENCES.name} and {BOM.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
