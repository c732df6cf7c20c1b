"""Partners: recording one, and changing what is known of it, its name included."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import saving
from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, Text
from coordination.domain.dates import span
from coordination.domain.likeness import Likeness
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import FormerName, Partner, Programme, User
from coordination.models.constraints import check
from coordination.queries import names, twins
from coordination.queries.twins import Twin


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFacts:
    """What is recorded of a partner; a text in one language only stands for both."""

    name_en: str
    name_fr: str
    kind: str
    side: str
    objectives_en: str = ""
    objectives_fr: str = ""
    aim: str = ""
    since: str = ""
    until: str = ""

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return saving.both(self.name_en, self.name_fr)

    @property
    def columns(self) -> dict[str, str]:
        """The columns of a row."""
        name, objectives = self.name, saving.both(self.objectives_en, self.objectives_fr)
        return {
            "name_en": name.en,
            "name_fr": name.fr,
            "kind": self.kind,
            "side": self.side,
            "objectives_en": objectives.en,
            "objectives_fr": objectives.fr,
            "aim": self.aim,
            "since": saving.clean(self.since),
            "until": saving.clean(self.until),
        }


@transaction.atomic
def add(
    *,
    programme: Programme,
    facts: PartnerFacts,
    code: str = "",
    is_another: bool = False,
    by: User,
    at: datetime,
) -> Partner:
    """Record a partner; without a code, one is made from its name.

    ``is_another`` says that those of a name alike are others.

    Raises:
        Refused: no name, a name or code that is there already (on the other side too) or that no file could carry,
            one alike that nobody said is another, dates that do not fit.
    """
    draft = saving.new(Partner(programme=programme, code=saving.clean(code)))
    row, problems = draft.row, draft.problems
    _check_facts(problems, facts)
    if row.code:
        problems.code(row.code, "code")
    _check_twins(problems, row, facts, row.code, is_another=is_another)
    problems.close()
    row.code = row.code or _free_code(programme, facts.name)
    return _keep(draft, facts, {}, by, at)


@transaction.atomic
def change(
    *,
    partner: Partner,
    facts: PartnerFacts,
    former_until: date | None,
    base_version: int,
    is_another: bool = False,
    by: User,
    at: datetime,
) -> Partner:
    """Change what is known of a partner.

    With ``former_until``, the name that it had is kept as valid until that day; without, another name is a
    correction, and the old one is forgotten.

    Raises:
        Refused: what `add` refuses; a side that records count for; a day of renaming without another name, in the
            future, or before another; somebody changed the partner since ``base_version``.
    """
    draft = saving.stored(
        Partner.objects.select_related("programme"), partner, before=lambda row: _said(row, facts)
    )
    row, problems = draft.row, draft.problems
    draft.require_unchanged(now=row.version, base=base_version, name=row.code)
    row.version += 1
    was = names.name(row)
    _check_facts(problems, facts)
    if facts.name != was:
        _check_twins(problems, row, facts, "", is_another=is_another)
    if former_until:
        _check_former(problems, row, facts.name != was, former_until, timezone.localdate(at))
    if facts.side != row.side and _is_in_use(row):
        problems.add(Rule.SIDE_IN_USE, "side", row.name_en)
    renamed: dict[str, str] = {}
    if former_until:
        problems.close()
        _keep_former(row, was, former_until)
        renamed = {"former_name_until": former_until.isoformat()}
    return _keep(draft, facts, renamed, by, at)


def _keep(
    draft: saving.Draft[Partner], facts: PartnerFacts, renamed: dict[str, str], by: User, at: datetime
) -> Partner:
    row = draft.row
    draft.put(facts.columns)
    row.folded = names.folded(row)
    return draft.keep(
        noun="partner",
        key=row.code,
        programme=row.programme,
        after=lambda row: _said(row, facts) | renamed,
        by=by,
        at=at,
    )


def _keep_former(row: Partner, was: Text, until: date) -> None:
    """Keep the name that a partner had as valid until that day."""
    kept = FormerName(partner=row, name_en=was.en, name_fr=was.fr, until_on=until)
    check(kept)
    kept.save()


def _check_facts(problems: ProblemList, facts: PartnerFacts) -> None:
    """Note dates that are none, and a name that is missing or no name."""
    given = {"since": saving.clean(facts.since), "until": saving.clean(facts.until)}
    given |= {f"name_{language}": facts.name.get(language) for language in _written(facts)}
    node = Node(problems, "", {key: text for key, text in given.items() if text})
    since, until = node.partial_date("since"), node.partial_date("until")
    problems.ordered(since, until, "until", "partner_start")
    if not facts.name.en:
        problems.add(Rule.NAME_MISSING, "name_en")
    for language in ("en", "fr"):
        node.line(f"name_{language}", NAME_LENGTH)


def _written(facts: PartnerFacts) -> list[str]:
    """Return the languages in which people wrote the name: what is wrong is said once, beside what they wrote."""
    return [language for language in ("en", "fr") if getattr(facts, f"name_{language}").strip()]


def _check_twins(
    problems: ProblemList, row: Partner, facts: PartnerFacts, code: str, *, is_another: bool
) -> None:
    """Note a partner that has the name or code, in either language; or else one alike, unless this one is another."""
    found = twins.of_name(row.programme, facts.name, code=code, but=row.pk)
    if not found:
        return
    first = found[0]
    if first.likeness is Likeness.SAME:
        path, value = ("code", code) if first.has_code else ("name_en", facts.name.en)
        problems.add(_taken(first, first.side if first.has_code else facts.side), path, value)
    elif not is_another:
        problems.add(Rule.PARTNER_ALIKE, "is_another", facts.name.en, other=first.name.en)


def _taken(other: Twin, side: str) -> Rule:
    """Return what keeps a partner of a side from being called as this one is."""
    if other.is_withdrawn:
        return Rule.NAME_WITHDRAWN
    return Rule.PARTNER_EXISTS if side == other.side else Rule.PARTNER_ON_OTHER_SIDE


def _check_former(problems: ProblemList, row: Partner, is_renamed: bool, until: date, today: date) -> None:
    """Note a last day of the former name that nothing follows, or that comes before the name was valid."""
    path, day = "former_until", until.isoformat()
    if not is_renamed:
        problems.add(Rule.FORMER_NAME_UNUSED, path, day)
    if until > today:
        problems.add(Rule.FORMER_NAME_IN_FUTURE, path, day)
    last = row.former_names.order_by("-until_on").first()
    if last and until <= last.until_on:
        problems.add(Rule.DATES_REVERSED, path, day, earlier="former_name")
    elif row.since and day < span(row.since)[0]:
        problems.add(Rule.DATES_REVERSED, path, day, earlier="partner_start")


def _is_in_use(row: Partner) -> bool:
    related = (row.seats, row.activities, row.received, row.commitments)
    # What is withdrawn may come back.
    return any(each(manager="everything").exists() for each in related)


def _free_code(programme: Programme, name: Text) -> str:
    """Return the name as a code, with a number where another partner has it."""
    base = name.en[: CODE_LENGTH - 4].strip()
    taken = set(
        Partner.everything.filter(programme=programme, code__startswith=base).values_list("code", flat=True)
    )
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base} {number}"
    return code


def _said(row: Partner, facts: PartnerFacts) -> dict[str, str]:
    """Return what the journal keeps: the columns of the facts, as they stand."""
    return {column: getattr(row, column) for column in facts.columns}
