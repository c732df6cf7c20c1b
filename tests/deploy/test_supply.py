"""The lists of what is shipped agree with the lock files, with what is installed and with each other."""

import importlib.util
import json
import re
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.knows_no_database

ROOT = Path(__file__).resolve().parents[2]


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("supply", ROOT / "deploy" / "supply.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


supply = pytest.fixture(scope="module")(_module)


def listed() -> dict[tuple[str, str], str]:
    """Return the licence of each package of the list, by name and version."""
    rows = re.findall(
        r"^\| (\S+) \| (\S+) \| (.+?) \| .+ \|$", (ROOT / "deploy" / "licences.md").read_text(), re.MULTILINE
    )
    return {(name, version): licence for name, version, licence in rows if name not in ("Package", "---")}


def locked() -> set[tuple[str, str]]:
    """Return what the lock files have, read in another way than the list is made."""
    lines = (ROOT / "requirements" / "run.txt").read_text().splitlines()
    python = {tuple(line.split()[0].split("==")) for line in lines if "==" in line and line[0].isalpha()}
    pages = json.loads((ROOT / "package.json").read_text())["dependencies"]
    return {(name, version) for name, version in (*python, *pages.items())}


def test_every_package_that_is_shipped_is_listed_with_its_licence_and_no_other() -> None:
    assert set(listed()) == locked()
    assert all(listed().values())


def test_what_is_installed_says_the_licence_that_is_listed(supply: ModuleType) -> None:
    held = 0
    for (name, version), licence in listed().items():
        try:
            is_installed = metadata.version(name) == version
        except metadata.PackageNotFoundError:
            continue
        if is_installed:
            held += 1
            assert supply.licence_of(name) == licence, name
    assert held > 30
    pages = {name: json.loads((ROOT / "node_modules" / name / "package.json").read_text()) for name in PAGES}
    assert {name: each["license"] for name, each in pages.items()} == {
        name: licence for (name, _version), licence in listed().items() if name in PAGES
    }


PAGES = ("bootstrap", "plotly.js-basic-dist-min")


def test_both_files_are_what_the_lock_files_make_of_them(supply: ModuleType) -> None:
    found = listed()
    packages = [replace(each, licence=found[each.name, each.version]) for each in supply.shipped()]
    assert (ROOT / "deploy" / "licences.md").read_text() == supply.licences(packages), "run make supply"
    assert (ROOT / "deploy" / "bom.json").read_text() == supply.bill_of_materials(packages), "run make supply"


def test_the_bill_of_materials_names_each_package_once_and_who_needs_it() -> None:
    bill = json.loads((ROOT / "deploy" / "bom.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = [each["bom-ref"] for each in bill["components"]]
    assert len(set(names)) == len(names) == len(listed())
    needs = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    assert set(needs) == {"program", *names}
    reached, waiting = set[str](), ["program"]
    while waiting:
        reached.add(each := waiting.pop())
        waiting += [other for other in needs[each] if other not in reached]
    assert reached == set(needs), "nothing is there that nobody needs"
    versions = {each["name"]: each["version"] for each in bill["components"]}
    assert f"pkg:pypi/sqlparse@{versions['sqlparse']}" in needs[f"pkg:pypi/django@{versions['django']}"]


def test_a_licence_in_words_of_its_own_has_to_be_read(
    supply: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "READ", {})
    with pytest.raises(LookupError, match="Read the licence of psycopg2-binary"):
        supply.licence_of("psycopg2-binary")


def test_no_licence_forbids_to_pass_the_program_on() -> None:
    """Of several licences offered, whoever passes it on chooses one."""
    bound = [
        name
        for (name, _version), licence in listed().items()
        if all(re.search(r"\bA?GPL", each) for each in licence.split(" OR "))
    ]
    assert bound == []


def test_the_readme_leads_to_the_lists() -> None:
    said = (ROOT / "README.md").read_text()
    for name in ("licences.md", "bom.json", "audit.md"):
        assert f"(deploy/{name})" in said
        assert (ROOT / "deploy" / name).is_file()
