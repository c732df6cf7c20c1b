"""What stands in the way of withdrawing a record, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, ngettext

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


def in_the_way(each: InTheWay) -> str:
    """Say what stands in the way, and what to do about it."""
    if sentence := _FIXED.get(each.barrier):
        return str(sentence)
    number = {"number": each.count}
    match each.barrier:
        case Barrier.SEATS:
            return ngettext("It has %(number)d seat.", "It has %(number)d seats.", each.count) % number
        case Barrier.GIVEN:
            said = ngettext("It gives %(number)d activity.", "It gives %(number)d activities.", each.count)
            return said % number
        case Barrier.RECEIVED:
            said = ngettext(
                "It receives %(number)d activity.", "It receives %(number)d activities.", each.count
            )
            return said % number
        case Barrier.TAKES_PART:
            said = ngettext(
                "It takes part in %(number)d activity of another partner.",
                "It takes part in %(number)d activities of other partners.",
                each.count,
            )
            return said % number
        case Barrier.MONEY:
            said = ngettext(
                "%(number)d line of money names it.", "%(number)d lines of money name it.", each.count
            )
            return said % number
        case Barrier.COMMITMENTS:
            said = ngettext("%(number)d commitment names it.", "%(number)d commitments name it.", each.count)
            return said % number
        case Barrier.ACTIVITIES:
            said = ngettext("%(number)d activity names it.", "%(number)d activities name it.", each.count)
            return said % number
        case Barrier.MEETINGS:
            said = ngettext(
                "%(number)d meeting or call that everybody may read names it.",
                "%(number)d meetings or calls that everybody may read name it.",
                each.count,
            )
            return said % number
        case Barrier.CHILDREN:
            said = ngettext(
                "%(number)d structure stands below it.", "%(number)d structures stand below it.", each.count
            )
            return said % number
    said = ngettext("%(number)d structure came after it.", "%(number)d structures came after it.", each.count)
    return said % number


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
