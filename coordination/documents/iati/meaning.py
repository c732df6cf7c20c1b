"""What the names of an IATI file mean in a programme: what they seem to, and what a person says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordination.documents.fixture.document import ActivityEntry, FunctionEntry, PartnerEntry, ProgrammeEntry
from coordination.documents.iati.codes import LOCAL_KINDS
from coordination.documents.iati.values import IatiFile, IatiOrg
from coordination.domain.bilingual import fold
from coordination.domain.likeness import Likeness, NameParts, likeness, parts

#: What an organisation of a file may become beside a partner that is there.
NEW = {"new:international": "international", "new:national": "national"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The programme that a file is for, and what it has already."""

    programme: ProgrammeEntry
    partners: tuple[PartnerEntry, ...] = ()
    functions: tuple[FunctionEntry, ...] = ()
    activities: tuple[ActivityEntry, ...] = ()
    #: Codes of partners that are withdrawn: no new one is called so.
    gone: frozenset[str] = frozenset()

    @property
    def by_identifier(self) -> dict[str, ActivityEntry]:
        """The activities that have an identifier, by it."""
        return {each.identifier: each for each in self.activities if each.identifier}


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiMeaning:
    """What a person says that the names of a file mean: organisations, sectors, and the kind where none is said.

    `orgs` leads to codes of partners or to `NEW`, `functions` to codes of functions, empty for none.
    """

    orgs: Mapping[str, str]
    functions: Mapping[str, str]
    kind: str = "advice"


def suggested(file: IatiFile, known: Known) -> tuple[IatiMeaning, frozenset[str]]:
    """Return what the names of a file seem to mean, and the keys of the organisations that a person is to judge."""
    there = [(each, _parts(each)) for each in known.partners]
    codes = {fold(each.code): each.code for each in known.partners}
    orgs, asked = dict[str, str](), set[str]()
    for key, org in file.orgs.items():
        code = codes.get(fold(org.code or org.ref))
        how = Likeness.SAME if code else None
        if code is None:
            code, how = _nearest(org, there)
        orgs[key] = code or f"new:{_side(org, known.programme.country)}"
        if how is not Likeness.SAME:
            asked.add(key)
    return IatiMeaning(orgs=orgs, functions=_functions(file, known)), frozenset(asked)


def _parts(partner: PartnerEntry) -> NameParts:
    former = (each for one in partner.former_names for each in (one.name.en, one.name.fr))
    return parts((partner.name.en, partner.name.fr), (partner.code, *former))


def _nearest(
    org: IatiOrg, there: Iterable[tuple[PartnerEntry, NameParts]]
) -> tuple[str | None, Likeness | None]:
    wanted = parts((org.name.en, org.name.fr))
    found = [(how, partner.code) for partner, called in there if (how := likeness(wanted, called))]
    same = [code for how, code in found if how is Likeness.SAME]
    if same:
        return same[0], Likeness.SAME
    return (found[0][1], Likeness.ALIKE) if found else (None, None)


def _side(org: IatiOrg, country: str) -> str:
    is_local = org.ref.upper().startswith(f"{country}-") or org.kind in LOCAL_KINDS
    return "national" if is_local else "international"


def _functions(file: IatiFile, known: Known) -> dict[str, str]:
    """Return the function of each sector: of that code or name, else what most of its activities serve already."""
    named = {each: one.code for one in known.functions for each in (fold(one.code), *one.name.folded)}
    serving = _serving(file, known)
    found = {}
    for key, name in file.sectors.items():
        code = key.partition(":")[2] if key.startswith("99:") else ""
        called = (named.get(each) for each in (fold(code), *sorted(name.folded)) if each)
        most = serving[key].most_common(1)[0][0] if key in serving else ""
        found[key] = next(filter(None, called), most)
    return found


def _serving(file: IatiFile, known: Known) -> dict[str, Counter[str]]:
    """Return how many stored activities of each first sector serve which function."""
    found: dict[str, Counter[str]] = {}
    for activity in file.activities:
        stored = known.by_identifier.get(activity.identifier)
        if stored and stored.function and activity.sectors:
            found.setdefault(activity.sectors[0], Counter())[stored.function] += 1
    return found
