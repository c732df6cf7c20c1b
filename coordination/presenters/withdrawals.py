"""What stands in the way of withdrawing a record, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, ngettext_lazy

from coordination.domain.withdrawals import Barrier, InTheWay

#: What the lists of withdrawn records are called.
TITLES: Mapping[str, object] = {
    "partners": gettext_lazy("Withdrawn partners"),
    "structures": gettext_lazy("Withdrawn structures"),
    "seats": gettext_lazy("Withdrawn seats"),
    "activities": gettext_lazy("Withdrawn activities"),
    "commitments": gettext_lazy("Withdrawn commitments"),
    "contacts": gettext_lazy("Withdrawn contacts"),
}


#: What stands in the way and is counted.
_COUNTED = {
    Barrier.SEATS: ngettext_lazy("It has %(number)d seat.", "It has %(number)d seats.", "number"),
    Barrier.GIVEN: ngettext_lazy(
        "It gives %(number)d activity.", "It gives %(number)d activities.", "number"
    ),
    Barrier.RECEIVED: ngettext_lazy(
        "It receives %(number)d activity.", "It receives %(number)d activities.", "number"
    ),
    Barrier.TAKES_PART: ngettext_lazy(
        "It takes part in %(number)d activity of another partner.",
        "It takes part in %(number)d activities of other partners.",
        "number",
    ),
    Barrier.MONEY: ngettext_lazy(
        "%(number)d line of money names it.", "%(number)d lines of money name it.", "number"
    ),
    Barrier.COMMITMENTS: ngettext_lazy(
        "%(number)d commitment names it.", "%(number)d commitments name it.", "number"
    ),
    Barrier.ACTIVITIES: ngettext_lazy(
        "%(number)d activity names it.", "%(number)d activities name it.", "number"
    ),
    Barrier.MEETINGS: ngettext_lazy(
        "%(number)d meeting or call that everybody may read names it.",
        "%(number)d meetings or calls that everybody may read name it.",
        "number",
    ),
    Barrier.CHILDREN: ngettext_lazy(
        "%(number)d structure stands below it.", "%(number)d structures stand below it.", "number"
    ),
    Barrier.SUCCESSORS: ngettext_lazy(
        "%(number)d structure came after it.", "%(number)d structures came after it.", "number"
    ),
}


def in_the_way(each: InTheWay) -> str:
    """Say what stands in the way, and what to do about it."""
    if sentence := _FIXED.get(each.barrier):
        return str(sentence)
    return str(_COUNTED[each.barrier] % {"number": each.count})


_FIXED: Mapping[Barrier, object] = {
    Barrier.OBSERVATIONS: gettext_lazy("Risks or signs were observed in it."),
    Barrier.STATEMENTS: gettext_lazy("The source speaks of it."),
    Barrier.ANSWERS: gettext_lazy("There are answers about it that both sides know of."),
    Barrier.ROUNDS: gettext_lazy(
        "A round is open and may ask for it: while it is, every structure stays, whether somebody has begun or not."
    ),
    Barrier.ASKED: gettext_lazy(
        "It was chosen when a round was opened: what a round asks about stays in sight."
    ),
    Barrier.WHOLE: gettext_lazy("It stands for the programme as a whole."),
    Barrier.SETTLED: gettext_lazy("It is settled: what became of a promise stays in sight."),
}
