"""One answer as a rater gives it in the browser: for the page of a section and for each save on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.assessments import GivenAnswer, SourceEntry
from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.links import TITLE_LENGTH
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.written_answers import WrittenAnswer, is_typed, understand
from coordination.forms.fields import DayField, Form, LinkField
from coordination.presenters import problems
from coordination.queries.contacts import Dialogue
from coordination.queries.sheets import CAUSES, AnswerValue
from coordination.queries.sheets import SourceValue as StoredSource

MOST_SOURCES = 10
SOURCE_PARTS = ("title", "dated_on", "link")
#: What the answer itself is read from.
READ = frozenset({"word", "range_lo", "range_hi", "na_reason"})
NO_TITLE = _("Write what this source is: a title, or who said it.")


class AnswerForm(Form):
    """The fields of one criterion, all prefixed by its code; ``version`` is the stored version it is written over.

    ``citable`` are the dialogues on record that this criterion may cite; None where it is not about dialogue.
    """

    use_required_attribute = False

    choice = forms.CharField(required=False, max_length=20)
    word = forms.CharField(required=False, strip=True)
    doubtful = forms.BooleanField(required=False)
    doubt_reason = forms.ChoiceField(required=False)
    range_lo = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    range_hi = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    na_reason = forms.CharField(required=False, max_length=TEXT_LENGTH)
    basis = forms.CharField(required=False, max_length=TEXT_LENGTH)
    change_cause = forms.ChoiceField(required=False, choices=[("", _("not said")), *CAUSES])
    cite = forms.MultipleChoiceField(required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        criterion: CriterionValue,
        instrument: InstrumentValue,
        language: str,
        stored: AnswerValue | None = None,
        citable: Sequence[Dialogue] | None = None,
    ) -> None:
        super().__init__(data, prefix=criterion.code, initial=initial(stored))
        self.citable = citable
        self.criterion, self.instrument, self.language, self.stored = criterion, instrument, language, stored
        self.words = [level.name.get(language) for level in instrument.levels]
        levels = [(str(level), word) for level, word in enumerate(self.words)]
        self.reasons = {each.code: each.name.get(language) for each in instrument.doubt_reasons}
        self.offer("range_lo", [("", "–"), *levels])
        self.offer("range_hi", [("", "–"), *levels])
        self.offer("doubt_reason", [("", _("no reason given")), *self.reasons.items()])
        self.offer("cite", ((str(each.id), each.subject) for each in citable or ()))
        for number in range(self.shown_sources()):
            self._add_source(number)
        self.entry: GivenAnswer | None = None

    def shown_sources(self) -> int:
        """Return how many source lines the form has: those given, and one more."""
        given = len(self.stored.sources) if self.stored else 0
        if self.is_bound:
            names = [f"{self.prefix}-source-{number}-title" for number in range(MOST_SOURCES)]
            given = max([given, *(number + 1 for number, name in enumerate(names) if self.data.get(name))])
        return min(given + 1, MOST_SOURCES)

    def _add_source(self, number: int) -> None:
        kinds = [(kind.code, kind.name.get(self.language)) for kind in self.instrument.evidence_kinds]
        self.fields[f"source-{number}-kind"] = forms.ChoiceField(
            required=False, choices=kinds, label=_("Kind")
        )
        self.fields[f"source-{number}-title"] = forms.CharField(
            required=False, max_length=TITLE_LENGTH, label=_("Title or who said it")
        )
        self.fields[f"source-{number}-dated_on"] = DayField(required=False, label=_("Date"))
        self.fields[f"source-{number}-link"] = LinkField(required=False, label=_("Link"))

    def source_lines(self) -> list[dict[str, Any]]:
        """Return the bound fields of each source line."""
        parts = ("kind", "title", "dated_on", "link")
        return [
            {part: self[f"source-{number}-{part}"] for part in parts}
            for number in range(self.shown_sources())
        ]

    def is_sent(self) -> bool:
        """Whether the criterion was sent at all: what waited on a device is sent one by one."""
        return any(name.startswith(f"{self.prefix}-") for name in self.data)

    def is_blank(self) -> bool:
        """Whether nothing was entered where nothing is stored: such a criterion is simply not answered yet."""
        names = ["choice", "word", "doubtful", "range_lo", "range_hi", "na_reason", "basis"]
        names += ["cite", *(f"source-0-{part}" for part in SOURCE_PARTS)]
        return self.stored is None and not any(self.data.get(f"{self.prefix}-{name}") for name in names)

    def entered(self) -> list[str]:
        """Return what was entered, a line for each field, in words that can be copied."""
        given = {name: str(self.data.get(f"{self.prefix}-{name}") or "").strip() for name in self.fields}
        choices = {str(level): word for level, word in enumerate(self.words)}
        choices |= {"unknown": str(_("I do not know")), "not_applicable": str(_("does not apply"))}
        ends = [choices.get(given[name], "") for name in ("range_lo", "range_hi")]
        lines = [
            choices.get(given["choice"], given["choice"]),
            given["word"],
            str(_("not sure")) if given["doubtful"] else "",
            self.reasons.get(given["doubt_reason"], ""),
            " – ".join(ends) if any(ends) else "",
            given["na_reason"],
            given["basis"],
            *(self._source_entered(number, given) for number in range(self.shown_sources())),
        ]
        return [line for line in lines if line]

    def _source_entered(self, number: int, given: Mapping[str, str]) -> str:
        return " · ".join(filter(None, (given[f"source-{number}-{part}"] for part in SOURCE_PARTS)))

    def clean(self) -> dict[str, Any]:
        """Understand the answer; every problem stands beside the field it is about.

        A detail that is refused holds back nothing else: ``entry`` is the answer without it, with what is stored of
        that detail. It is None only where no answer is left.
        """
        given = super().clean() or self.cleaned_data
        for number in range(self.shown_sources()):
            self._require_title(number, given)
        given = {name: self._sound(name, given) for name in self.fields}
        reading = None if {"choice", "version"} & set(self.errors) else self._understood(given)
        if reading is None:
            return given
        entry = self._entry(reading, given)
        if len(entry.sources) > MOST_SOURCES:
            # What has no line on the page would be lost at the next change.
            said = _("At most %(most)s sources are kept for one answer.") % {"most": MOST_SOURCES}
            self.add_error("cite", forms.ValidationError(said, code="too_many"))
            entry = replace(entry, sources=entry.sources[:MOST_SOURCES])
        self.entry = entry
        return given

    def _sound(self, name: str, given: dict[str, Any]) -> Any:
        """Return what was entered in a field; where that is refused, what is stored, else nothing."""
        if name not in self.errors:
            return given[name]
        stored = "" if name == "word" else self.initial.get(name)
        # No field is required: each knows what it is when nothing is entered.
        return self.fields[name].clean("") if stored in (None, "") else stored

    def _require_title(self, number: int, given: dict[str, Any]) -> None:
        """Ask for the title of a source: a link or a date alone would have no line to stand in, and be lost."""
        title, *others = (f"source-{number}-{part}" for part in SOURCE_PARTS)
        if given.get(title) == "" and any(given.get(name) for name in others):
            self.add_error(title, forms.ValidationError(NO_TITLE, code="required"))

    def _understood(self, given: dict[str, Any]) -> Reading | None:
        """Return the answer as it is understood; None where it is not, with what is wrong beside its field."""
        entry = WrittenAnswer(
            choice=given["choice"],
            word=given["word"],
            doubtful=given["doubtful"],
            doubt_reason=given["doubt_reason"],
            range_lo=given["range_lo"],
            range_hi=given["range_hi"],
            na_reason=given["na_reason"],
        )
        unread = READ & set(self.errors)
        entry = entry.without(unread)
        try:
            return self._read(entry)
        except Refused as refused:
            for problem in refused.problems:
                # What was entered and is refused is not said to be missing, too.
                if problem.path not in self.errors and not (unread and problem.rule == Rule.NOTHING_ENTERED):
                    self._put(problem)
            sound = entry.without([problem.path for problem in refused.problems])
        try:
            return self._read(sound)
        except Refused:
            return None

    def _read(self, entry: WrittenAnswer) -> Reading:
        return understand(
            entry,
            level_words=self.words,
            radius=self.instrument.conventions.radius,
            language=self.language,
        )

    def _entry(self, reading: Reading, given: dict[str, Any]) -> GivenAnswer:
        in_doubt = reading.certainty in (Certainty.DOUBTFUL, Certainty.RANGE)
        return GivenAnswer(
            criterion=self.criterion.code,
            reading=reading,
            base_version=given["version"] or 0,
            doubt_reason=given["doubt_reason"] if in_doubt else "",
            basis=given["basis"],
            na_reason=given["na_reason"] if reading.status is Status.NOT_APPLICABLE else "",
            sources=tuple(self._sources(given)),
            change_cause=given["change_cause"],
        )

    def _sources(self, given: dict[str, Any]) -> list[SourceEntry]:
        """Return the sources that have a title, and the dialogues chosen that are not among them."""
        sources = [
            SourceEntry(
                title=given[f"source-{number}-title"],
                kind=given[f"source-{number}-kind"] or "none",
                dated_on=given[f"source-{number}-dated_on"],
                link=given[f"source-{number}-link"],
            )
            for number in range(self.shown_sources())
            if given[f"source-{number}-title"]
        ]
        cited = [each for each in self.citable or () if str(each.id) in given["cite"]]
        return sources + [_source(each) for each in cited if not _is_among(each, sources)]

    def _put(self, problem: Problem) -> None:
        field = problem.path if problem.path in self.fields else "choice"
        self.add_error(
            field, forms.ValidationError(problems.text_in(problem, self.language), code=problem.rule)
        )

    def offered(self) -> list[tuple[Dialogue, bool]]:
        """Return the dialogues not yet cited by the stored answer, and those chosen now; with whether they are."""
        chosen = {str(each) for each in self["cite"].value() or ()}
        stored = self.stored.sources if self.stored else ()
        return [
            (each, str(each.id) in chosen)
            for each in self.citable or ()
            if str(each.id) in chosen or not _is_among(each, stored)
        ]

    def has_words(self) -> bool:
        """Whether the person's own words have something to show."""
        return self["word"].value() not in (None, "")

    def has_evidence(self) -> bool:
        """Whether evidence, files, sources or dialogues have something to show."""
        is_filed = self.stored is not None and bool(self.stored.files)
        return is_filed or any(
            self[name].value() not in (None, "", []) for name in ("basis", "source-0-title", "cite")
        )


def _source(cited: Dialogue) -> SourceEntry:
    """Return a dialogue as a source; a note of one person: the rater may say that people of both sides tell it."""
    title = _("Political dialogue: %(subject)s") % {"subject": cited.subject}
    return SourceEntry(title=title, kind="own" if cited.is_mine else "one", dated_on=cited.on, link="")


def _is_among(cited: Dialogue, sources: Sequence[SourceEntry | StoredSource]) -> bool:
    return any(each.dated_on == cited.on and cited.subject in each.title for each in sources)


def initial(stored: AnswerValue | None) -> dict[str, Any]:
    """Return the stored answer as field values; the word is shown only where it is not the level's own."""
    if stored is None:
        return {"version": 0}
    reading = stored.reading
    in_range = reading.certainty is Certainty.RANGE
    values: dict[str, Any] = {
        "version": stored.version,
        "choice": str(reading.level) if reading.level is not None else choice_of(reading),
        "doubtful": reading.certainty is Certainty.DOUBTFUL,
        "doubt_reason": stored.doubt_reason,
        "range_lo": reading.lo if in_range else None,
        "range_hi": reading.hi if in_range else None,
        "na_reason": stored.na_reason,
        "basis": stored.basis,
        "change_cause": stored.change_cause,
        # A dash has no button: it stands where it was typed.
        "word": reading.verbatim if is_typed(reading) or reading.status is Status.NONE else "",
    }
    for number, source in enumerate(stored.sources):
        values |= {
            f"source-{number}-kind": source.kind,
            f"source-{number}-title": source.title,
            f"source-{number}-dated_on": source.dated_on,
            f"source-{number}-link": source.link,
        }
    return values


def choice_of(reading: Reading) -> str:
    """Return the radio that stands for an answer without a level."""
    return {Status.UNKNOWN: "unknown", Status.NOT_APPLICABLE: "not_applicable"}.get(reading.status, "")
