"""A checkpoint is the same whatever happened since midnight, tells nothing, and stands until history is rewritten."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.db import transaction

from coordination.actions import archive
from coordination.actions import checkpoints as actions
from coordination.actions import journal as journal_actions
from coordination.documents import checkpoints as files
from coordination.domain.checkpoints import Checkpoint, last_midnight
from coordination.domain.journal import chained_hash
from coordination.models import Assessment, JournalEntry, JournalHead, Programme, User
from coordination.queries import checkpoints, journal
from tests import make

pytestmark = pytest.mark.django_db
KINSHASA = ZoneInfo("Africa/Kinshasa")
#: A day after all that the tests do, in the morning.
NEXT = make.AT + timedelta(days=1)


def take(by: User, at: datetime = NEXT, programme: Programme | None = None) -> Checkpoint:
    return actions.take(programme=programme or make.cod(), by=by, at=at)


@pytest.fixture
def story(cast: make.Cast) -> Assessment:
    round_ = make.open_round()
    draft = make.start(cast.amina, "CMJ", round_)
    make.answer_all(draft, "Yes")
    make.send(draft)
    return draft


# --- what it says


def test_it_is_as_of_the_last_midnight_in_the_time_zone_of_the_programme(cast: make.Cast) -> None:
    found = take(cast.paul, datetime(2011, 4, 1, 23, 30, tzinfo=UTC))
    assert found.as_of == datetime(2011, 4, 2, tzinfo=KINSHASA)
    assert found.as_of.isoformat() == "2011-04-02T00:00:00+01:00"
    assert last_midnight(datetime(2011, 4, 1, 22, 59, tzinfo=UTC), KINSHASA).day == 1


def test_managers_of_both_sides_get_the_same_bytes_at_any_hour_of_the_day(
    cast: make.Cast, story: Assessment
) -> None:
    first = files.write(take(cast.paul, NEXT))
    assert files.write(take(cast.joseph, NEXT + timedelta(hours=3))) == first
    assert files.read(first, "file") == take(cast.paul, NEXT + timedelta(hours=4))


def test_whatever_happened_since_midnight_changes_nothing(cast: make.Cast, story: Assessment) -> None:
    found = []
    for happens in (False, True):
        with transaction.atomic():
            if happens:
                make.begin(cast.grace, "CMJ", story.round, at=NEXT)
                make.promise(at=NEXT)
            found.append(files.write(take(cast.paul, NEXT + timedelta(hours=1))))
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_two_that_say_the_same_of_the_journal_do_not_look_alike(cast: make.Cast, story: Assessment) -> None:
    """That nothing happened on a day, here or in another programme, cannot be seen from two files."""
    hashes = {
        checkpoints.standing(programme, NEXT + timedelta(days=days)).hash
        for programme in (make.cod(), make.programme("caf"))
        for days in (0, 1, 2)
    }
    assert len(hashes) == 6


def test_it_holds_no_hash_of_the_journal_and_no_number(cast: make.Cast, story: Assessment) -> None:
    text = files.write(take(cast.paul)).decode()
    known = set(JournalEntry.objects.values_list("hash", flat=True))
    assert not any(each in text for each in known)
    assert set(json.loads(text)) == {"checkpoint", "programme", "as_of", "hash", "signature"}
    assert len(text) < 400


def test_without_the_servers_secret_its_hash_cannot_be_computed(
    cast: make.Cast, story: Assessment, settings: LazySettings
) -> None:
    first = take(cast.paul)
    settings.SECRET_KEY = "another" * 10
    second = take(cast.paul)
    assert {first.hash, first.signature}.isdisjoint({second.hash, second.signature})


# --- taking one


def test_taking_one_is_told_to_the_journal_and_is_no_fault(cast: make.Cast, story: Assessment) -> None:
    take(cast.paul)
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.verb, entry.noun, entry.key, entry.by) == ("exported", "export", "checkpoint", cast.paul)
    assert journal.faults() == []


def test_who_took_the_time_before_midnight_and_waited_is_not_dated_before_it(
    cast: make.Cast, story: Assessment
) -> None:
    midnight = last_midnight(NEXT, make.cod().zone)
    found = take(cast.paul, midnight + timedelta(seconds=1))
    late = journal_actions.record(
        by=cast.grace, at=midnight - timedelta(seconds=1), verb="saved", noun="key", key="x"
    )
    assert late.at >= midnight
    assert checkpoints.is_contained(found)
    assert take(cast.paul, midnight + timedelta(hours=2)) == found


def test_of_an_archived_programme_one_is_taken_and_proved_too(cast: make.Cast) -> None:
    archive.archive(programme=make.cod(), by=cast.alain, at=make.AT)
    assert checkpoints.is_contained(take(cast.paul))


# --- proving one


def test_the_history_contains_what_was_taken_whatever_happens_after(
    cast: make.Cast, story: Assessment
) -> None:
    found = take(cast.paul)
    make.sent(cast.grace, "CMJ", story.round, word="Partly")
    make.close_round(story.round)
    assert checkpoints.is_contained(found)
    assert checkpoints.is_contained(take(cast.paul, NEXT + timedelta(days=9)))


def _answered() -> JournalEntry:
    return JournalEntry.objects.filter(verb="answered")[0]


def _rewrite(change: Callable[[list[JournalEntry]], list[JournalEntry]]) -> None:
    """Write the whole journal anew, without a break in its chain, as somebody with the database's password could."""
    entries = change(list(JournalEntry.objects.order_by("sequence")))
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        entry.sequence, entry.previous_hash = number, previous
        entry.hash = previous = chained_hash(previous, journal.content(entry))
    with make.without_triggers():
        JournalEntry.objects.all().delete()
        JournalEntry.objects.bulk_create(entries)
        JournalHead.objects.update(sequence=len(entries), hash=previous)


def _forged(entries: list[JournalEntry]) -> list[JournalEntry]:
    for entry in entries:
        if entry.verb == "answered":
            entry.after["C1"]["verbatim"] = "No"
    return entries


def _tail_removed() -> None:
    last = JournalEntry.objects.filter(at__lt=last_midnight(NEXT, KINSHASA)).latest("sequence").sequence
    _rewrite(lambda entries: entries[: last - 1])


REWRITINGS: dict[str, Callable[[], object]] = {
    "an answer, chained anew": lambda: _rewrite(_forged),
    "an entry left out, chained anew": lambda: _rewrite(lambda entries: entries[:3] + entries[4:]),
    "the tail": _tail_removed,
    "all": lambda: _rewrite(lambda entries: []),
    "an answer alone": lambda: _quietly(_answered().pk, after={"C1": {"verbatim": "No"}}),
    "a time alone": lambda: _quietly(_answered().pk, at=make.AT - timedelta(days=3)),
    "a hash alone": lambda: _quietly(_answered().pk, hash="0" * 64),
    "who did it": lambda: _quietly(_answered().pk, by=None),
}


def _quietly(pk: int, **change: object) -> None:
    with make.without_triggers():
        JournalEntry.objects.filter(pk=pk).update(**change)


@pytest.mark.parametrize("rewrite", REWRITINGS.values(), ids=REWRITINGS)
def test_a_history_that_was_rewritten_does_not_contain_it(
    cast: make.Cast, story: Assessment, rewrite: Callable[[], object]
) -> None:
    found = take(cast.paul)
    assert checkpoints.is_contained(found)
    rewrite()
    assert not checkpoints.is_contained(found)


def test_an_older_state_that_was_restored_and_goes_on_does_not_contain_it(
    cast: make.Cast, story: Assessment
) -> None:
    with transaction.atomic():
        make.promise(at=make.AT)
        found = take(cast.paul)
        assert checkpoints.is_contained(found)
        transaction.set_rollback(True)
    assert not checkpoints.is_contained(found)
    take(cast.paul)
    make.begin(cast.grace, "CMJ", story.round, at=NEXT)
    assert not checkpoints.is_contained(found)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": make.AT},
        {"programme": "caf"},
        {"hash": "0" * 64},
        {"signature": "0" * 64},
    ],
    ids=str,
)
def test_a_checkpoint_that_was_changed_is_not_this_servers(
    cast: make.Cast, story: Assessment, change: dict[str, object]
) -> None:
    found = take(cast.paul)
    stated = {name: getattr(found, name) for name in ("programme", "as_of", "hash", "signature")}
    with make.refused("checkpoint_unsigned"):
        checkpoints.is_contained(Checkpoint(**stated | change))  # type: ignore[arg-type]


def test_the_secret_can_be_renewed_and_the_former_one_forgotten(
    cast: make.Cast, story: Assessment, settings: LazySettings
) -> None:
    found, former = take(cast.paul), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [former]
    assert checkpoints.is_contained(found)
    assert checkpoints.is_contained(take(cast.paul))
    settings.SECRET_KEY_FALLBACKS = []
    with make.refused("checkpoint_unsigned"):
        checkpoints.is_contained(found)


def test_a_change_of_the_time_zone_leaves_it_contained(cast: make.Cast, story: Assessment) -> None:
    found = take(cast.paul)
    Programme.objects.filter(code="cod").update(time_zone="America/Bogota")
    assert checkpoints.is_contained(found)
    assert checkpoints.is_contained(files.read(files.write(found), "file"))


def test_a_long_journal_is_read_to_its_end(
    cast: make.Cast, story: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = take(cast.paul)
    monkeypatch.setattr(journal, "CHUNK", 2)
    assert checkpoints.is_contained(found)
    _quietly(JournalEntry.objects.filter(at__lt=found.as_of).latest("sequence").pk, verb="forgot")
    assert not checkpoints.is_contained(found)
