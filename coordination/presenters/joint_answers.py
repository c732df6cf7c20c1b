"""Joint answers in words: what is proposed, who has confirmed it and who is awaited, how far both sides are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from coordination.domain import panels
from coordination.domain.instruments import Section
from coordination.domain.lifecycle import CardState
from coordination.domain.vocabulary import SIDES
from coordination.presenters import answers, days, drawn, structures
from coordination.presenters.drawn import Chip
from coordination.presenters.said import Said
from coordination.presenters.structures import ColumnWords, RowWords
from coordination.queries.joint_answers import JointBoard, JointCriterion, JointValue

PROPOSED = {
    "government": gettext_lazy("proposed by the Government on %(date)s"),
    "partners": gettext_lazy("proposed by the partners on %(date)s"),
}
CONFIRMED = {
    "government": gettext_lazy("confirmed by a manager of the Government on %(date)s"),
    "partners": gettext_lazy("confirmed by a manager of the partners on %(date)s"),
}
AWAITED = {
    ("government",): gettext_lazy("waits for a manager of the Government"),
    ("partners",): gettext_lazy("waits for a manager of the partners"),
    SIDES: gettext_lazy("waits for a manager of each side"),
}
OVER = {
    "replaced": gettext_lazy("replaced by another answer"),
    "withdrawn": gettext_lazy("withdrawn by the side that proposed it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLine:
    """A joint answer in words; ``chip`` is None where the sides differ."""

    value: JointValue
    chip: Chip | None
    answer: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointWords:
    """One criterion as both sides answered it, with their joint answer; ``look`` is how far it is.

    ``ground`` are the levels that both admit, in words and as a form sends them; empty for none.
    """

    of: JointCriterion
    row: RowWords
    columns: tuple[ColumnWords, ...]
    look: str
    standing_in_words: str
    ground: str
    ground_sent: str
    standing: JointLine | None
    proposed: JointLine | None
    earlier: tuple[JointLine, ...]


def sections(of: JointBoard) -> list[tuple[Section, list[JointWords]]]:
    """Return every criterion in words, by section."""
    joint = {each.code: each for each in of.criteria}
    return [
        (
            part.section,
            [
                _criterion(joint[row.row.criterion.code], row)
                for row in part.rows
                if row.row.criterion.code in joint
            ],
        )
        for part in structures.sections(of.board)
    ]


def _criterion(of: JointCriterion, row: RowWords) -> JointWords:
    look = "settled" if of.standing and not of.proposed else "waits" if of.proposed else "open"
    return JointWords(
        of=of,
        row=row,
        columns=tuple(each for each in row.columns if each.answer.voice.side in SIDES),
        look=look,
        standing_in_words=_look(of),
        ground=_levels(of.ground) if of.ground else "",
        ground_sent="{}-{}".format(*of.ground) if of.ground else "",
        standing=line(of.standing) if of.standing else None,
        proposed=line(of.proposed) if of.proposed else None,
        earlier=tuple(map(line, of.earlier)),
    )


def _look(of: JointCriterion) -> str:
    if of.proposed:
        return _("another answer is proposed") if of.standing else pgettext("joint answer", "proposed")
    return pgettext("joint answer", "settled") if of.standing else pgettext("joint answer", "open")


def _levels(ends: tuple[int, int]) -> str:
    low, high = (answers.level(end) for end in ends)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def line(value: JointValue) -> JointLine:
    """Return a joint answer in words."""
    reading = value.reading
    return JointLine(
        value=value,
        chip=drawn.chip(panels.panel([reading]), reading) if reading else None,
        answer=answers.in_words(reading) if reading else _("The sides differ"),
        status=status(value),
    )


def status(value: JointValue) -> str:
    """Say who proposed it, who has confirmed it, and who is awaited or what became of it."""
    parts = [str(PROPOSED[value.proposed_side]) % {"date": _day(value.proposed_at)}]
    confirmed = {side: at for side, at in value.confirmed.items() if at is not None}
    if not value.awaited:
        last = _day(max(confirmed.values()))
        parts.append(_("confirmed by a manager of each side on %(date)s") % {"date": last})
    else:
        parts += [str(CONFIRMED[side]) % {"date": _day(at)} for side, at in confirmed.items()]
    if value.state in OVER:
        parts.append(str(OVER[value.state]))
    elif value.awaited:
        parts.append(str(AWAITED[value.awaited]))
    return " · ".join(parts)


def _day(at: datetime) -> str:
    return days.day(timezone.localdate(at))


def progress(of: JointBoard) -> Said:
    """Say how many criteria have their joint answer, and what that makes of the card."""
    words = ngettext(
        "%(settled)s of %(all)s criterion settled",
        "%(settled)s of %(all)s criteria settled",
        len(of.criteria),
    ) % {"settled": of.settled, "all": len(of.criteria)}
    if of.state is CardState.AGREED:
        words = _("%(progress)s: the card is agreed") % {"progress": words}
    return Said("joint-progress", words)
