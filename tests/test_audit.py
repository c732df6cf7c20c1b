"""What an audit makes of the answers of the indexes: a weakness fails it, an index out of reach does not."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests import audit
from tests.audit import Findings

pytestmark = pytest.mark.knows_no_database

RUN, PAGES = audit.PYTHON_LOCKS[0], audit.PAGE_LOCK
WEAK = {"name": "django", "version": "1.0", "vulns": [{"id": "CVE-2009-1", "fix_versions": ["1.1"]}]}
SOUND = {"name": "gunicorn", "version": "2", "vulns": []}
SKIPPED = {"name": "numpy", "skip_reason": "not found"}


def python(*dependencies: dict[str, object]) -> Findings:
    return audit.of_python(RUN, json.dumps({"dependencies": dependencies, "fixes": []}))


def test_a_weakness_of_python_is_named() -> None:
    found = python(WEAK, SOUND, SKIPPED)
    assert found.weaknesses == ("django 1.0: CVE-2009-1",)
    assert found.not_known == ("numpy",)
    assert found.is_reached


@pytest.mark.parametrize("said", ["", "{", "null", '{"message": "405"}', "ERROR"])
def test_an_answer_that_cannot_be_read_is_an_index_out_of_reach(said: str) -> None:
    assert not audit.of_python(RUN, said).is_reached
    assert not audit.of_pages(PAGES, said).is_reached


def test_an_index_that_knows_nothing_is_out_of_reach() -> None:
    assert not python(SKIPPED, SKIPPED).is_reached
    assert python(SOUND).is_reached


def test_a_weakness_of_what_pages_load_is_named() -> None:
    weak = {"bootstrap": {"range": "<4", "severity": "high"}}
    said = json.dumps({"metadata": {"dependencies": {"total": 3}}, "vulnerabilities": weak})
    assert audit.of_pages(PAGES, f"npm warn\n{said}").weaknesses == ("bootstrap <4: high",)


@pytest.mark.parametrize(
    ("found", "faults", "status"),
    [
        (python(SOUND), [], 0),
        (python(WEAK), [], 1),
        (python(SKIPPED), [], 0),
        (python(SOUND), ["run.txt: x is not pinned with its hash"], 1),
    ],
)
@pytest.mark.parametrize("is_lint", [False, True])
def test_it_fails_for_a_weakness_and_for_what_is_not_pinned_alone(
    found: Findings,
    faults: list[str],
    status: int,
    is_lint: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written = audit.ROOT / "var" / f"audit-{tmp_path.name}.md"
    written.write_text("old")
    monkeypatch.setattr(audit, "REPORT", written)
    monkeypatch.setattr(audit, "ask", lambda: (found,))
    monkeypatch.setattr(audit, "faults_here", lambda: faults)
    try:
        assert audit.main(["--lint"] if is_lint else []) == status
        assert (written.read_text() == "old") == is_lint
        assert ("run make audit" in capsys.readouterr().out) == is_lint
    finally:
        written.unlink()


def test_the_report_says_when_of_which_files_and_what_was_not_asked() -> None:
    said = audit.report((python(SOUND), Findings(lock=PAGES, asked=0)), [], date(2026, 11, 27))
    assert "2026-11-27" in said
    assert f"| `{RUN}` | `{audit.mark(RUN)}` | none, of 1 packages |" in said
    assert f"| `{PAGES}` | `{audit.mark(PAGES)}` | **not asked**" in said
    assert "every package is pinned" in said


def test_the_lock_files_pin_every_package_with_its_hash() -> None:
    assert [line for line in audit.faults_here() if "is installed" not in line] == []


def test_a_package_without_a_hash_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements").mkdir()
    for lock in audit.PYTHON_LOCKS:
        (tmp_path / lock).write_text("pinned==1 \\\n    --hash=sha256:00\nloose==1\n    # via -r run.in\n")
    (tmp_path / PAGES).write_text('{"packages": {"": {}, "node_modules/x": {"version": "1"}}}')
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    said = audit.faults_here()
    assert f"{RUN}: loose is not pinned with its hash" in said
    assert f"{PAGES}: node_modules/x has no hash" in said
    assert not [line for line in said if " pinned is not" in line]
