"""Assessments replayed: their answers, states and corrections. Their key is “round structure side number”."""

from collections.abc import Mapping

from coordination.domain.replay.told import READING, Facts, Replay, Step, Told, digest, number_of

#: What an entry about an assessment may state of it besides what follows from its verb.
STATED = (
    *("rater", "origin", "state", "version", "started_at", "sent_at", "revealed_at"),
    *("filled_on", "handed_at", "confirmed_alone"),
)
#: What is said of answers that nobody keyed in from paper.
_NOT_ON_PAPER = {"keyed_by": None, "filled_on": None, "handed_at": None, "confirmed_alone": False}
#: What changed an answer that both sides had seen, by the verb that tells of it.
_KINDS = {"corrected": "correction", "revised": "revision"}


def _assessment(replay: Replay, told: Told) -> Facts:
    """Return the assessment's facts; one that is told for the first time stands from now on."""
    number = number_of(told)
    if ("assessment", number) not in replay.things:
        where, side, _number_ = told.key.rsplit(" ", 2)
        round_, structure = where.split(" ", 1)
        replay.things["assessment", number] = {
            "programme": told.programme,
            "round": round_,
            "structure": structure,
            "side": side,
            "answers": {},
        }
        replay.together.setdefault((told.programme, where), []).append(number)
    return replay.things["assessment", number]


def _started(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    is_keyed_in = "filled_on" in (told.after or ())
    facts |= {"rater_user": None if is_keyed_in else told.by, "state": "draft", "version": 1}
    facts |= {"sent_at": None, "sent_by": None, "revealed_at": None}
    facts |= _NOT_ON_PAPER | {"keyed_by": told.by if is_keyed_in else None}
    _stated(facts, told)


def _loaded(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    facts |= {"rater_user": None, "sent_by": None, "version": 1} | _NOT_ON_PAPER
    if isinstance(told.after.get("state"), str):
        _stated(facts, told)
        _answer(facts, told.after["answers"])
    else:
        _answer(facts, told.after)


def _answered(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    _answer(facts, told.after)


def _handed_over(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    _stated(facts, told)


def _sent(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    facts.pop("sent_at", None)
    facts |= {"state": "sent", "sent_by": told.by}
    _stated(facts, told)


def _recalled(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    facts |= {"state": "draft", "sent_at": None, "sent_by": None}
    facts |= {"handed_at": None, "confirmed_alone": False}


def _set_aside(replay: Replay, told: Told) -> None:
    _put(replay, told, "set_aside")


def _restored(replay: Replay, told: Told) -> None:
    _put(replay, told, "draft")


def _put(replay: Replay, told: Told, state: str) -> None:
    facts = _assessment(replay, told)
    facts.pop("version", None)
    facts["state"] = state
    _stated(facts, told)


def _discarded(replay: Replay, told: Told) -> None:
    number = number_of(told)
    if replay.things.pop(("assessment", number), None):
        replay.together[told.programme, told.key.rsplit(" ", 2)[0]].remove(number)


def _revealed(replay: Replay, told: Told) -> None:
    for number in replay.together.get((told.programme, told.key), ()):
        facts = replay.things["assessment", number]
        # Of one that an earlier version loaded the state is not known, and stays so.
        if facts.get("state") == "sent":
            facts.pop("revealed_at", None)
            facts["state"] = "revealed"
            _stated(facts, told)


def _corrected(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    _answer(facts, told.after["answers"])
    for code, before in told.before["answers"].items():
        position = 0
        while ("correction", number_of(told), code, position) in replay.things:
            position += 1
        correction = {name: before[name] for name in READING}
        correction |= {"kind": _KINDS[told.verb], "evidence": told.after["evidence"], "corrected_by": told.by}
        # Earlier versions kept no reason beside the evidence, and no time.
        correction |= {"reason": ""}
        correction |= {name: told.after[name] for name in ("corrected_at", "reason") if name in told.after}
        replay.things["correction", number_of(told), code, position] = correction


def _agreed(replay: Replay, told: Told) -> None:
    """Take the card of both sides, begun or kept anew: it is of nobody, and says the answers told from now on."""
    facts = _assessment(replay, told)
    facts |= {"rater_user": None, "sent_by": None}
    _stated(facts, told)
    _answer(facts, told.after["answers"])


def _dissented_from_correction(replay: Replay, told: Told) -> None:
    criterion, position, side = (told.after[name] for name in ("criterion", "position", "side"))
    dissent = {name: told.after[name] for name in ("reason", "dissented_at")}
    replay.things["correction dissent", number_of(told), criterion, position, side] = dissent | {
        "dissented_by": told.by
    }


def _answer(facts: Facts, answers: Mapping[str, Mapping[str, object]]) -> None:
    facts["answers"] |= {code: digest(answer) for code, answer in answers.items()}


def _count(facts: Facts) -> None:
    if "version" in facts:
        facts["version"] += 1


def _stated(facts: Facts, told: Told) -> None:
    facts |= {name: told.after[name] for name in STATED if name in (told.after or ())}


STEPS: Mapping[tuple[str, str], Step] = {
    ("assessment", "started"): _started,
    ("assessment", "loaded"): _loaded,
    ("assessment", "answered"): _answered,
    ("assessment", "handed over"): _handed_over,
    ("assessment", "sent"): _sent,
    ("assessment", "confirmed"): _sent,
    ("assessment", "recalled"): _recalled,
    ("assessment", "set aside"): _set_aside,
    ("assessment", "restored"): _restored,
    ("assessment", "discarded"): _discarded,
    ("assessment", "revealed"): _revealed,
    ("assessment", "revised"): _corrected,
    ("assessment", "corrected"): _corrected,
    ("assessment", "agreed"): _agreed,
    ("assessment", "dissented"): _dissented_from_correction,
}
