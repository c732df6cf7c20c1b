"""Records of a programme replayed: what a file brought, commitments, and what was withdrawn, restored or merged."""

from collections.abc import Mapping

from coordination.domain.replay.rounds import opened
from coordination.domain.replay.told import Replay, Step, Thing, Told

#: The kinds of record that can be withdrawn.
WITHDRAWABLE = ("partner", "structure", "seat", "activity", "commitment", "contact")


def _file(replay: Replay, told: Told) -> None:
    """What a file brought; an earlier version told only the names."""
    for noun, key in told.after["created"]:
        if noun in ("round", "commitment"):
            replay.things[noun, told.programme, key] = {}
    for noun in ("round", "commitment"):
        for key, facts in told.after.get(f"{noun}s", {}).items():
            stated = opened(replay, told.programme, key, facts) if noun == "round" else dict(facts)
            replay.things[noun, told.programme, key] = stated


def _promised(replay: Replay, told: Told) -> None:
    facts = {
        "state": "open",
        "settled_on": "",
        "outcome": "",
        "recorded_by": told.by,
        "moved": [],
    } | told.after
    if not facts["criterion"]:
        # Earlier versions wrote down a round and a side that are kept only with an answer.
        facts |= {"round": "", "voice": ""}
    replay.things["commitment", told.programme, told.key] = facts


def _settled(replay: Replay, told: Told) -> None:
    replay.things.setdefault(("commitment", told.programme, told.key), {}).update(told.after)


# --- withdrawals: of a record of any kind, by its number


def _withdrawn(replay: Replay, told: Told) -> None:
    replay.things[_withdrawal(told)] = {"withdrawn_by": told.by} | told.after


def _brought_back(replay: Replay, told: Told) -> None:
    replay.things.pop(_withdrawal(told), None)


def _withdrawal(told: Told) -> Thing:
    return "withdrawal", told.programme, f"{told.noun} {told.after['id']}"


def _merged(replay: Replay, told: Told) -> None:
    """What a partner promised, the one that it was merged into has promised from now on."""
    for thing, facts in replay.things.items():
        if thing[:2] == ("commitment", told.programme) and facts.get("owner") == told.key:
            facts["owner"] = told.after["into"]


STEPS: Mapping[tuple[str, str], Step] = {
    ("fixture", "loaded"): _file,
    ("commitment", "promised"): _promised,
    ("commitment", "settled"): _settled,
    ("commitment", "saved"): _settled,
    ("partner", "merged"): _merged,
    **{(noun, "withdrawn"): _withdrawn for noun in WITHDRAWABLE},
    **{(noun, "restored"): _brought_back for noun in WITHDRAWABLE},
}
