"""The columns of a 4W sheet: what each is called by HXL tags, and by people in English and French."""

import re
from collections.abc import Mapping, Sequence

from coordination.domain.answers import normalise

#: A tag of the Humanitarian Exchange Language: “#date+start”.
TAG = re.compile(r"#\s*([a-z][a-z0-9_]*)((?:\s*\+\s*[a-z][a-z0-9_]*)*)(?:\s*\+?@?\w*)?", re.IGNORECASE)
#: Columns that this program writes, with their tags, in the order of a written sheet.
TAGS = {
    "name": "#activity+name",
    "name_fr": "#activity+name+i_fr",
    "kind": "#activity+type",
    "who": "#org+impl",
    "also": "#org+impl+also",
    "lead": "#org+lead",
    "funder": "#org+funder",
    "recipient": "#org+recipient",
    "receivers": "#org+recipient+also",
    "sector": "#sector",
    "place": "#loc+name",
    "since": "#date+start+actual",
    "until": "#date+end+actual",
    "planned_since": "#date+start+planned",
    "planned_until": "#date+end+planned",
    "status": "#status",
    "money": "#value+lines",
    "note": "#description",
    "identifier": "#activity+id",
    "source": "#meta+source",
    "code": "#meta+ssr+code",
    "structure": "#meta+ssr+structure",
    "standard": "#meta+ssr+standard",
    "equipment": "#meta+ssr+equipment",
    "value": "#meta+ssr+value",
    "value_currency": "#meta+ssr+currency",
    "request": "#meta+ssr+request",
    "t1": "#meta+ssr+t1",
    "t2": "#meta+ssr+t2",
    "t3": "#meta+ssr+t3",
    "quote": "#meta+ssr+quote",
    "quote_fr": "#meta+ssr+quote+i_fr",
    "slide": "#meta+ssr+slide",
    "origin": "#meta+ssr+origin",
}
#: Written whether or not anything stands in them: what a reader of such a sheet looks for.
ALWAYS = ("name", "kind", "who", "funder", "recipient", "sector", "place", "since", "until", "status", "code")
#: What others call the same, by tags, and what they say that this program keeps in another way.
_ALSO_TAGGED = {
    "name": ("#activity", "#activity+title", "#project", "#project+name"),
    "kind": ("#modality",),
    "who": ("#org", "#org+implementing", "#org+partner"),
    "lead": ("#org+prog", "#org+programming"),
    "funder": ("#org+donor", "#org+funding"),
    "recipient": ("#org+receiving", "#org+beneficiary"),
    "place": ("#loc",),
    "adm1": ("#adm1",),
    "adm2": ("#adm2",),
    "adm3": ("#adm3",),
    "start": ("#date+start",),
    "end": ("#date+end",),
    "month": ("#date", "#date+month"),
    "year": ("#date+year",),
    "status": ("#activity+status",),
    "note": ("#activity+description",),
    "budget": ("#value", "#value+budget"),
    "currency": ("#currency", "#value+currency"),
    "identifier": ("#activity+code", "#project+code", "#project+id"),
}
#: With these a tag says something else than the same tag without.
_OTHERWISE = frozenset(
    {
        *("type", "id", "code", "url", "email", "phone", "contact", "num", "count", "total", "lines"),
        *("reported", "updated", "created", "currency", "spent", "committed", "disbursed", "paid", "ssr"),
        *("status", "description", "also", "planned", "actual", "source"),
    }
)
_CALLED = {
    "name": "activity, activities, activite, activites, activity name, activity title, nom de l'activite, intitule, "
    "intitule de l'activite, titre, title, project, project title, project name, projet, titre du projet, "
    "nom du projet, what, quoi, intervention",
    "kind": "type of activity, activity type, type d'activite, type of support, type d'appui",
    "who": "organisation, organization, org, implementing partner, implementing organisation, implementer, "
    "implementing organization, partenaire de mise en oeuvre, organisation de mise en oeuvre, "
    "partenaire d'execution, agence d'execution, who, qui, agency, agence, partner, partenaire",
    "lead": "lead agency, lead organisation, lead organization, lead partner, lead, chef de file, "
    "agence chef de file, programming organisation, organisation de programmation, gere par",
    "funder": "donor, donors, funder, funders, funding, funded by, funding source, bailleur, bailleurs, "
    "bailleur de fonds, bailleurs de fonds, donateur, finance par, financement, source de financement",
    "recipient": "recipient, recipient institution, beneficiary institution, beneficiary organisation, "
    "institution beneficiaire, structure beneficiaire, structure appuyee, for whom, pour qui, destinataire",
    "sector": "sector, secteur, cluster, function, fonction, thematic area, thematique, domaine, "
    "domaine d'intervention",
    "adm1": "province, provinces, admin 1, admin1, adm1",
    "adm2": "territory, territoire, district, admin 2, admin2, adm2",
    "adm3": "health zone, zone de sante, commune, chefferie, admin 3, admin3, adm3",
    "place": "place, lieu, location, localite, locality, where, ou, site, localisation, village",
    "since": "actual start, actual start date, date de debut reelle, debut reel",
    "until": "actual end, actual end date, date de fin reelle, fin reelle",
    "planned_since": "planned start, planned start date, date de debut prevue, debut prevu",
    "planned_until": "planned end, planned end date, date de fin prevue, fin prevue",
    "start": "start, start date, date de debut, debut, from, depuis",
    "end": "end, end date, date de fin, fin, to, jusqu'a",
    "month": "month, mois, reporting month, mois de rapportage, period, periode, when, quand",
    "year": "year, annee",
    "status": "status, statut, etat, state, project status, statut du projet, avancement",
    "note": "description, note, notes, comment, comments, commentaire, commentaires, observations, remarks, remarques",
    "budget": "budget, total budget, budget total, amount, montant",
    "currency": "currency, devise, monnaie",
    "identifier": "identifier, identifiant, project code, code projet, code du projet, activity code, id, "
    "reference, iati identifier",
}
_BY_WORDS = {each.strip(): name for name, listed in _CALLED.items() for each in listed.split(",")}
#: What a person may say of a sheet: all but what only this program writes.
ASKED = (
    *("name", "name_fr", "kind", "who", "lead", "funder", "recipient", "sector"),
    *("adm1", "adm2", "adm3", "place", "start", "end", "since", "until", "planned_since", "planned_until"),
    *("month", "year", "status", "budget", "currency", "note", "identifier"),
)
#: Without these a sheet says nothing of anybody.
NEEDED = ("name", "who")


def _parsed(tag: str) -> tuple[str, frozenset[str]] | None:
    """Return the word of a tag and its attributes; None for what is no tag."""
    found = TAG.fullmatch(tag.strip())
    if found is None:
        return None
    attributes = {each.strip().casefold() for each in found[2].split("+")}
    return found[1].casefold(), frozenset(attributes - {""})


def is_tag(cell: str) -> bool:
    """Whether a cell holds a tag."""
    return TAG.fullmatch(cell.strip()) is not None


def _known() -> list[tuple[str, str, frozenset[str]]]:
    """Return every tag that is understood: the column, its word, its attributes."""
    written = list(TAGS.items())
    others = [(name, tag) for name, tags in _ALSO_TAGGED.items() for tag in tags]
    found = [(name, _parsed(tag)) for name, tag in (*written, *others)]
    return [(name, *parsed) for name, parsed in found if parsed]


_KNOWN = _known()


def of_tags(tags: Sequence[str]) -> dict[str, int]:
    """Return the place of each column that tags name; of two the one that says it closest, then the first."""
    found: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(tags):
        parsed = _parsed(cell)
        best = _meant(*parsed) if parsed else None
        if parsed is None or best is None:
            continue
        name, extra = best, len(parsed[1])
        if name not in found or extra < found[name][0]:
            found[name] = (extra, place)
    return {name: place for name, (_extra, place) in found.items()}


def _meant(word: str, attributes: frozenset[str]) -> str | None:
    """Return the column of a tag: that whose tag says most of what it says."""
    fitting = [
        (len(wanted), name)
        for name, base, wanted in _KNOWN
        if base == word and wanted <= attributes and not (attributes - wanted) & _OTHERWISE
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def of_heads(heads: Sequence[str], own: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each column that heads seem to name; ``own`` are columns by heads in plain form."""
    plain = [_plain(each) for each in heads]
    whole = ([own.get(each) for each in plain], [_BY_WORDS.get(each) for each in plain])
    found: dict[str, int] = {}
    for named in (*whole, [_beginning(each) for each in plain]):
        for place, name in enumerate(named):
            if name and place not in found.values():
                found.setdefault(name, place)
    return found


def _beginning(head: str) -> str | None:
    """Return the column that the first words of a head name, as many of them as name one."""
    words = head.split()
    shorter = (" ".join(words[:number]) for number in range(len(words) - 1, 0, -1))
    name = next(filter(None, map(_BY_WORDS.get, shorter)), None)
    return None if name in _TOO_SHORT else name


#: Columns that a head which only begins with their word does not mean: “where else”, “date of …”.
_TOO_SHORT = ("month", "year", "start", "end", "place", "identifier")


def _plain(head: str) -> str:
    bare = re.sub(r"\([^()]*\)|[*:?/]", " ", head)
    return normalise(bare)
