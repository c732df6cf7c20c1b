"""Files of answers in words: the heads and lists of the template in both languages, and where in a file a mistake is."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from coordination.documents.answer_templates import AnswerTemplate
from coordination.documents.tables import Table
from coordination.domain.answers import normalise
from coordination.domain.bilingual import Text
from coordination.domain.filled import Words
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.problems import Problem
from coordination.presenters import answers, planned, problems
from coordination.presenters.planned import PlannedRows
from coordination.presenters.sentences import local
from coordination.queries.answer_files import AnswerPlan, PlannedAnswer, Template

LANGUAGES = ("en", "fr")
#: What French templates said before, in plain form: what was filled in then is still read.
_BEFORE = {normalise("Pas sûr ?"): "doubt"}
#: What a person may tick a box with.
_TICKS = {"x": True, "1": True, "true": True, "vrai": True, "0": False, "false": False, "faux": False}


def heads() -> dict[str, str]:
    """Return the heads of the template by column, in the reader's language."""
    return {
        "programme": _("Programme"),
        "round": _("Round"),
        "structure": _("Structure"),
        "structure_name": _("Name of the structure"),
        "criterion": _("Criterion"),
        "criterion_name": _("What is asked"),
        "answer": _("Answer"),
        "words": _("In your own words"),
        "doubt": _("Not sure?"),
        "doubt_reason": _("Why not sure"),
        "range_lo": pgettext("level", "At least"),
        "range_hi": pgettext("level", "At most"),
        "na_reason": _("Why it does not apply"),
        "basis": _("What the answer is based on"),
    }


def columns() -> dict[str, str]:
    """Return the column of each head, in both languages and by its code, in plain form."""
    found = dict(_BEFORE)
    for language in LANGUAGES:
        with override(language):
            found |= {normalise(head): name for name, head in heads().items()}
    return found | {normalise(name): name for name in heads()}


def words() -> Words:
    """Return the words of both languages that stand for an answer without a level, and for yes and no."""
    choices: dict[str, str] = {}
    flags: dict[str, bool] = dict(_TICKS)
    for language in LANGUAGES:
        with override(language):
            choices |= {normalise(said): code for code, said in _without_level().items()}
            flags |= {normalise(_("yes")): True, normalise(_("no")): False}
    return Words(choices=choices, flags=flags)


def _without_level() -> dict[str, str]:
    return {"unknown": _("I do not know"), "not_applicable": _("does not apply")}


def template(of: Template, programme: Text, code: str) -> AnswerTemplate:
    """Return the template of a round in the reader's language."""
    book = of.instrument
    pairs = [
        (structure, criterion)
        for structure in of.structures
        for section in book.asked(is_programme=structure.is_programme)
        for criterion in section.criteria
    ]
    rows = [
        {
            "programme": code,
            "round": of.round.label,
            "structure": structure.code,
            "structure_name": local(structure.name),
            "criterion": criterion.code,
            "criterion_name": local(criterion.name),
        }
        for structure, criterion in pairs
    ]
    levels = [local(each.name) for each in reversed(book.levels)]
    lists = {
        "answer": [*levels, *_without_level().values()],
        "doubt": [_("yes")],
        "doubt_reason": [local(each.name) for each in book.doubt_reasons],
        "range_lo": levels,
        "range_hi": levels,
    }
    return AnswerTemplate(
        heads=heads(),
        rows=rows,
        notes=[_note(criterion, book) for _structure, criterion in pairs],
        lists=lists,
        sheets=(_("Answers"), _("What the levels mean"), _("Lists"), _("About this file")),
        rubric=_rubric(book),
        about=_about(of, programme),
    )


def _note(criterion: CriterionValue, book: InstrumentValue) -> str:
    """Return what each level means for a criterion, the highest first."""
    names = {each.level: local(each.name) for each in book.levels}
    return "\n".join(
        _("%(level)s: %(meaning)s") % {"level": names[each.level], "meaning": local(each.text)}
        for each in sorted(criterion.anchors, key=lambda anchor: -anchor.level)
    )


def _rubric(book: InstrumentValue) -> Table:
    names = {each.level: local(each.name) for each in book.levels}
    rows = [
        [criterion.code, local(criterion.name), names[each.level], local(each.text)]
        for criterion in book.criteria
        for each in sorted(criterion.anchors, key=lambda anchor: -anchor.level)
    ]
    return Table(
        _("What the levels mean"), [_("Criterion"), _("What is asked"), _("Level"), _("What it means")], rows
    )


def _about(of: Template, programme: Text) -> list[tuple[str, str]]:
    return [
        (_("Programme"), local(programme)),
        (_("Round"), local(of.round.name)),
        (_("Reference date"), of.round.reference_on.isoformat()),
        (_("Questionnaire"), f"{of.instrument.code} {of.instrument.version}"),
        (
            _("How it is filled in"),
            _(
                "Choose an answer in the yellow cells, or write your own words; rows left empty say nothing. "
                "Where you are not sure between two levels, choose the lowest and the highest you think possible "
                "instead. Leave heads and codes as they are. Then choose the file on the page “Answer in Excel”: it "
                "is checked, you see what would be stored, and only then you confirm."
            ),
        ),
    ]


def parts(plan: AnswerPlan) -> tuple[PlannedRows, ...]:
    """Return what would be changed and what would be new."""
    return (
        *planned.listed(_("Would be changed"), plan.changed, _planned),
        *planned.listed(_("Would be new"), plan.new, _planned),
    )


def _planned(each: PlannedAnswer) -> str:
    """Say what would be stored, and what stands there now: “CMJ, C3 Effective secretariat: Mostly → Yes”."""
    after = answers.in_words(each.after)
    said = f"{answers.in_words(each.before)} → {after}" if each.before else after
    name = f"{each.structure}, {each.criterion.code} {local(each.criterion.short)}"
    return _("%(name)s: %(said)s") % {"name": name, "said": said}


def place(problem: Problem, heads_of: Callable[[], Mapping[str, str]] = heads) -> str:
    """Return where in the file a mistake is, in the reader's language: sheet, row, column."""
    at = dict(problem.params)
    if "row" not in at:
        return problem.path
    letters = problem.path.rpartition("!")[2].rstrip("0123456789")
    column = heads_of().get(at["column"], at["column"])
    column = f"{letters} ({column})" if letters and letters.isupper() else column
    if at.get("about"):
        where = _("sheet “%(sheet)s”, row %(row)s (%(about)s), column %(column)s")
        return where % {**at, "column": column}
    return _("sheet “%(sheet)s”, row %(row)s, column %(column)s") % {**at, "column": column}


def listed(
    found: tuple[Problem, ...], other: str, heads_of: Callable[[], Mapping[str, str]] = heads
) -> list[Mapping[str, str]]:
    """Return mistakes with their places in the reader's language and in another; ``heads_of`` names the columns."""
    return [
        {
            "path": place(each, heads_of),
            "text": problems.text(each),
            "other": _in(other, each, heads_of),
        }
        for each in found
    ]


def _in(language: str, problem: Problem, heads_of: Callable[[], Mapping[str, str]]) -> str:
    with override(language):
        where, said = place(problem, heads_of), problems.text(problem)
    return _joined(where, said)


def _joined(where: str, said: str) -> str:
    return f"{where} – {said}" if where else said
