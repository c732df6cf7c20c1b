"""``manage.py verify_journal``: says that all is well, or where it breaks and fails."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coordination.actions import checkpoints as actions
from coordination.documents import checkpoints
from coordination.domain.journal import stamp
from coordination.models import Answer, Assessment, JournalEntry
from tests import make

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> tuple[str, str]:
    """What is said on standard output and on standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_journal", *arguments, stdout=out, stderr=err)
    except CommandError as broken:
        err.write(str(broken))
    return out.getvalue(), err.getvalue()


def test_a_journal_as_it_was_written_is_said_to_hold(cast: make.Cast) -> None:
    make.sent(cast.amina, "CMJ", make.open_round())
    number = JournalEntry.objects.count()
    assert verify() == (f"{number} entries: the chain holds and leads to what stands today.\n", "")


def test_a_changed_entry_is_named_and_the_command_fails() -> None:
    with make.without_triggers():
        JournalEntry.objects.filter(sequence=1).update(verb="forgot")
    out, err = verify()
    assert out == ""
    assert "Entry 1 is not what was written." in err
    assert "Instrument partnership-2008 2008.1 is stored and not in the journal." in err
    assert "2 fault(s) in the journal." in err


def test_a_changed_answer_is_found_and_the_command_fails() -> None:
    row = Answer.objects.filter(certainty="plain")[0]
    Answer.objects.filter(pk=row.pk).update(basis="Invented.")
    out, err = verify()
    assert out == ""
    assert f"Assessment {row.assessment_id} (" in err
    assert f"answers to {row.criterion.code}, or their sources, are not those of the journal." in err


def test_a_forged_state_is_named_and_the_command_fails(cast: make.Cast) -> None:
    sent = make.sent(cast.amina, "CMJ", make.open_round())
    Assessment.objects.filter(pk=sent.pk).update(state="revealed", revealed_at=make.AT)
    with pytest.raises(CommandError, match=r"2 fault\(s\) in the journal\.") as failed:
        call_command("verify_journal", stderr=(err := StringIO()))
    assert failed.value.returncode == 1
    assert err.getvalue().splitlines() == [
        f"Assessment {sent.pk} (march-2011 CMJ partners): state is revealed, the journal says sent.",
        f"Assessment {sent.pk} (march-2011 CMJ partners): revealed at is {stamp(make.AT)}, "
        "the journal says nothing.",
    ]


# --- against a checkpoint


@pytest.fixture
def kept(cast: make.Cast, tmp_path: Path) -> Path:
    """A checkpoint that Paul took on the day after a draft was sent."""
    make.sent(cast.amina, "CMJ", make.open_round())
    taken = actions.take(programme=make.cod(), by=cast.paul, at=make.AT + timedelta(days=1))
    path = tmp_path / "checkpoint.json"
    path.write_bytes(checkpoints.write(taken))
    return path


def test_a_history_that_contains_a_checkpoint_is_said_to(kept: Path) -> None:
    out, err = verify("--against", str(kept))
    assert f"The history still contains the checkpoint {kept}." in out
    assert err == ""


def test_a_history_that_does_not_contain_it_fails_loudly(kept: Path, cast: make.Cast) -> None:
    with make.without_triggers():
        JournalEntry.objects.filter(sequence=2).update(key="another")
    out, err = verify("--against", str(kept))
    assert out == ""
    assert f"The history does not contain the checkpoint {kept} (cod, as of 2011-" in err
    assert "Entry 2 is not what was written." in err


def test_what_is_no_checkpoint_or_is_missing_fails(kept: Path) -> None:
    for name, said in (
        ("nowhere.json", "There is no such file."),
        ("other.json", "This is not a checkpoint"),
    ):
        path = kept.with_name(name)
        if name == "other.json":
            path.write_text("{}", encoding="utf-8")
        out, err = verify("--against", str(path))
        assert out == ""
        assert said in err
        assert "1 fault(s) in the journal." in err
