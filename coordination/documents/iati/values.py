"""What an IATI file says, before it is known which partners and functions of the programme it means."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coordination.domain.bilingual import Text, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiOrg:
    """An organisation as a file names it; `code` is that of a partner where this program wrote the file."""

    ref: str
    name: Text
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiPart:
    """That an organisation (its key in `IatiFile.orgs`) takes part in an activity."""

    org: str
    role: str
    share: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiMoney:
    """An amount of an activity, and the key of the organisation whose money it is, empty where not said."""

    kind: str
    amount: Decimal
    currency: str
    on: str
    org: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiActivity:
    """One activity; `path` is its place, `own` what this program wrote beside what IATI has elements for."""

    path: str
    identifier: str
    name: Text
    note: str
    parts: tuple[IatiPart, ...]
    status: str
    dates: Mapping[str, str]
    place: str
    #: Keys of `IatiFile.sectors`, that with the largest share first.
    sectors: tuple[str, ...]
    aid: str
    money: tuple[IatiMoney, ...]
    source: str
    own: Mapping[str, str]
    #: What a new activity is called for short, where its source gives it no identifier.
    code: str = ""


@dataclass(slots=True, kw_only=True)
class IatiOrgs:
    """The organisations of a file, each once: one of the same reference or name is the same."""

    known: dict[str, IatiOrg] = field(default_factory=dict)
    by_ref: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)

    def key(self, org: IatiOrg) -> str:
        """Return the key of an organisation, empty for one without code, reference or name."""
        names = sorted(org.name.folded)
        if org.code:
            key = f"={org.code}"
        else:
            found = (self.by_ref.get(org.ref) if org.ref else None, *map(self.by_name.get, names))
            key = next(filter(None, found), org.ref or next(iter(names), ""))
        if not key:
            return ""
        there = self.known.get(key)
        if there is None or not there.name.folded:
            self.known[key] = org
        if org.ref:
            self.by_ref.setdefault(org.ref, key)
        for each in names:
            self.by_name.setdefault(each, key)
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiFile:
    """A sound file: what it says, the elements that were not read by name, and what was shortened."""

    activities: tuple[IatiActivity, ...]
    orgs: Mapping[str, IatiOrg]
    sectors: Mapping[str, Text]
    unread: Counter[str]
    #: What could not be kept whole, by a code that the page says in words.
    losses: Counter[str]


def same_text(one: str, others: Iterable[str]) -> bool:
    """Whether a text reads like one of the others."""
    return fold(one) in {fold(each) for each in others}
