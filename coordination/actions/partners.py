"""Partners: recording one, and changing what is known of it, its name included."""

from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone

from coordination.actions import journal
from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, Text, fold
from coordination.domain.dates import span
from coordination.domain.problems import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import FormerName, Partner, Programme, User
from coordination.models.constraints import check
from coordination.queries import names


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
        return _both(self.name_en, self.name_fr)

    @property
    def columns(self) -> dict[str, str]:
        """The columns of a row."""
        objectives = _both(self.objectives_en, self.objectives_fr)
        return {
            "name_en": self.name.en,
            "name_fr": self.name.fr,
            "kind": self.kind,
            "side": self.side,
            "objectives_en": objectives.en,
            "objectives_fr": objectives.fr,
            "aim": self.aim,
            "since": self.since,
            "until": self.until,
        }


def _both(en: str, fr: str) -> Text:
    # Some keyboards send accents as a letter of their own; a file takes them composed.
    english, french = (normalize("NFC", each.strip()) for each in (en, fr))
    return Text(english or french, french or english)


@transaction.atomic
def add(*, programme: Programme, facts: PartnerFacts, code: str = "", by: User, at: datetime) -> Partner:
    """Record a partner; without a code, one is made from its name.

    Raises:
        Refused: no name, a name or code that is there already (on the other side too) or that no file could carry,
            dates that do not fit.
    """
    journal.lock()
    problems = ProblemList()
    dates = _checked(problems, facts)
    _check_name(problems, programme, facts, None)
    code = normalize("NFC", code.strip())
    if code:
        problems.code(code, "code")
    if code and Partner.objects.filter(programme=programme, code=code).exists():
        problems.add(Rule.PARTNER_EXISTS, "code", code)
    problems.close()
    row = Partner(programme=programme, code=code or _code(programme, facts.name), **facts.columns | dates)
    row.folded = names.folded(row)
    check(row)
    row.save()
    _record(row, before=None, after=facts.columns, by=by, at=at)
    return row


@transaction.atomic
def change(
    *,
    partner: Partner,
    facts: PartnerFacts,
    former_until: date | None,
    base_version: int,
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
    journal.lock()
    row = Partner.objects.select_related("programme").get(pk=partner.pk)
    problems = ProblemList()
    if row.version != base_version:
        problems.add(Rule.CHANGED_MEANWHILE, "", row.code)
    dates = _checked(problems, facts)
    before, was = _columns(row, facts), names.name(row)
    if facts.name != was:
        _check_name(problems, row.programme, facts, row)
    if former_until:
        _check_former(problems, row, facts.name != was, former_until, timezone.localdate(at))
    if facts.side != row.side and _is_in_use(row):
        problems.add(Rule.SIDE_IN_USE, "side", row.name_en)
    problems.close()
    if former_until:
        kept = FormerName(partner=row, name_en=was.en, name_fr=was.fr, until_on=former_until)
        check(kept)
        kept.save()
    for column, value in (facts.columns | dates).items():
        setattr(row, column, value)
    row.version += 1
    row.folded = names.folded(row)
    check(row)
    row.save()
    after = facts.columns | ({"former_name_until": former_until.isoformat()} if former_until else {})
    _record(row, before=before, after=after, by=by, at=at)
    return row


def _checked(problems: ProblemList, facts: PartnerFacts) -> dict[str, str]:
    """Return since and until, having noted what is wrong with them, and a name that is missing or no name."""
    given = {"since": facts.since.strip(), "until": facts.until.strip()}
    given |= {f"name_{language}": facts.name.get(language) for language in _written(facts)}
    node = Node(problems, "", {key: text for key, text in given.items() if text})
    since, until = node.year_or_day("since"), node.year_or_day("until")
    problems.certainly_ordered(since, until, "until", "partner_start")
    if not facts.name.en:
        problems.add(Rule.NAME_MISSING, "name_en")
    for language in ("en", "fr"):
        node.line(f"name_{language}", NAME_LENGTH)
    return {"since": since, "until": until}


def _written(facts: PartnerFacts) -> list[str]:
    """Return the languages in which people wrote the name: what is wrong is said once, beside what they wrote."""
    return [language for language in ("en", "fr") if getattr(facts, f"name_{language}").strip()]


def _check_name(
    problems: ProblemList, programme: Programme, facts: PartnerFacts, row: Partner | None
) -> None:
    """Note a name that another partner has, in either language, whatever its case and accents."""
    wanted = {fold(facts.name.en), fold(facts.name.fr)} - {""}
    others = Partner.objects.filter(programme=programme)
    if row:
        others = others.exclude(pk=row.pk)
    for name_en, name_fr, side in others.values_list("name_en", "name_fr", "side"):
        if wanted & {fold(name_en), fold(name_fr)}:
            rule = Rule.PARTNER_EXISTS if side == facts.side else Rule.PARTNER_ON_OTHER_SIDE
            problems.add(rule, "name_en", facts.name.en)
            return


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
    return any(each.exists() for each in related)


def _code(programme: Programme, name: Text) -> str:
    """Return the name as a code, with a number where another partner has it."""
    base = name.en[: CODE_LENGTH - 4].strip()
    taken = set(
        Partner.objects.filter(programme=programme, code__startswith=base).values_list("code", flat=True)
    )
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base} {number}"
    return code


def _columns(row: Partner, facts: PartnerFacts) -> dict[str, str]:
    return {column: getattr(row, column) for column in facts.columns}


def _record(
    row: Partner, *, before: dict[str, str] | None, after: dict[str, str], by: User, at: datetime
) -> None:
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun="partner",
        key=row.code,
        programme=row.programme,
        before=before,
        after=after,
    )
