"""Answers of both sides together, made through actions: revealed, commented, proposed, confirmed.

>>> round_ = joint_answers.revealed(cast)
>>> row = joint_answers.propose(cast.amina, round_, "C1", "Mostly")
>>> joint_answers.confirm(cast.joseph, row)
"""

from coordination.actions import comments
from coordination.actions import joint_answers as actions
from coordination.actions.joint_answers import Proposal
from coordination.domain.answers import read
from coordination.domain.criteria import sections_asked
from coordination.models import Comment, Criterion, Dissent, JointAnswer, Membership, Round, Structure, User
from coordination.queries import joint_answers as queries
from tests import make

STRUCTURE = "CMJ"


def revealed(cast: make.Cast, *, partners: str = "Yes", government: str = "Mostly to Yes") -> Round:
    """Open a round and have both sides send the same word to all criteria of CMJ; return the round."""
    round_ = make.open_round()
    make.sent(cast.amina, STRUCTURE, round_, word=partners)
    make.sent(cast.grace, STRUCTURE, round_, word=government)
    return round_


def codes(structure: Structure | None = None) -> list[str]:
    """Return the codes of the criteria that are asked of a structure."""
    sections = sections_asked(is_programme=bool(structure and structure.is_programme))
    rows = Criterion.objects.filter(instrument__code="partnership-2008", section__in=sections)
    return list(rows.order_by("position").values_list("code", flat=True))


def base(round_: Round, code: str, structure: Structure | None = None) -> str:
    """Return the stamp of what a form for this criterion would be made over now."""
    about = {"round": round_, "structure": structure or make.structure(STRUCTURE), "criterion__code": code}
    return queries.stamp(queries.current(JointAnswer.objects.filter(**about)))


def propose(
    by: User,
    round_: Round,
    code: str = "C1",
    word: str = "Mostly",
    *,
    basis: str = "",
    over: str | None = None,
    structure: Structure | None = None,
) -> JointAnswer:
    """Propose a joint answer over what is there, or over ``over``; the word “differ” says that the sides differ."""
    place = _place(by, round_)
    return actions.propose(
        round_=round_,
        structure=structure or make.structure(STRUCTURE),
        proposal=Proposal(
            criterion=code,
            reading=None if word == "differ" else read(word),
            basis=basis,
            base=base(round_, code, structure) if over is None else over,
        ),
        side=place.side or "",
        confirms=place.role == "manager",
        by=by,
        at=make.AT,
    )


def confirm(by: User, row: JointAnswer) -> JointAnswer:
    """Confirm a proposal for the person's side."""
    return actions.confirm(
        joint_answer=row, side=_place(by, row.round).side or "", by=by, at=make.AT
    ).joint_answer


def withdraw(by: User, row: JointAnswer) -> JointAnswer:
    """Withdraw a proposal for the person's side."""
    return actions.withdraw(joint_answer=row, side=_place(by, row.round).side or "", by=by, at=make.AT)


def dissent(by: User, row: JointAnswer, reason: str = "The minutes say otherwise.") -> Dissent:
    """Record the dissent of the person's side."""
    return actions.dissent(
        joint_answer=row, side=_place(by, row.round).side or "", reason=reason, by=by, at=make.AT
    )


def stand(
    cast: make.Cast, round_: Round, code: str = "C1", word: str = "Mostly", basis: str = ""
) -> JointAnswer:
    """Let a joint answer stand: proposed by the manager of the partners, confirmed by that of the government."""
    return confirm(cast.joseph, propose(cast.paul, round_, code, word, basis=basis))


def agree(cast: make.Cast, round_: Round) -> None:
    """Let every criterion of CMJ have a joint answer, the last that the sides differ."""
    *most, last = codes()
    for code in most:
        stand(cast, round_, code)
    stand(cast, round_, last, "differ")


def comment(
    by: User,
    round_: Round,
    code: str = "C1",
    text: str = "Our minutes show it.",
    *,
    structure: Structure | None = None,
) -> Comment:
    """Comment a criterion, of CMJ unless told otherwise."""
    place = _place(by, round_)
    return comments.comment(
        round_=round_,
        structure=structure or make.structure(STRUCTURE),
        criterion=code,
        text=text,
        side=place.side or "",
        role=place.role,
        by=by,
        at=make.AT,
    )


def withdraw_comment(by: User, row: Comment, reason: str = "It named a person.") -> Comment:
    """Withdraw a comment with a reason."""
    return comments.withdraw(comment=row, reason=reason, by=by, at=make.AT)


def _place(by: User, round_: Round) -> Membership:
    return by.memberships.get(programme=round_.programme_id)
