"""What an IATI file says, as a fixture document of a programme: who and what it means there.

Of an activity that is there, whatever the file says nothing of stays as it is stored.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coordination.documents.fixture.document import (
    FORMAT,
    ActivityEntry,
)
from coordination.documents.fixture.writing import plain
from coordination.documents.iati.codes import AID_KINDS, KINDS_ABROAD, KINDS_AT_HOME
from coordination.documents.iati.meaning import NEW, IatiMeaning, Known
from coordination.documents.iati.values import IatiActivity, IatiFile, IatiMoney
from coordination.domain.bilingual import CODE_LENGTH, Text, fold
from coordination.domain.likeness import ACRONYM
from coordination.domain.problems import Problem
from coordination.domain.vocabulary import TESTS

Item = dict[str, Any]
NOTICE = {
    "en": "Imported from an IATI activity file.",
    "fr": "Importé d’un fichier d’activités IITA (IATI).",
}
#: Facts that this program writes beside what IATI has elements for, under their own names.
OWN_FACTS = (
    "function",
    "structure",
    "standard",
    "equipment",
    "request",
    "quote",
    "quote_fr",
    "slide",
    "origin",
)
PLACE = re.compile(r"^activities\[(\d+)\]\.?")


def document(file: IatiFile, known: Known, chosen: IatiMeaning, notice: Mapping[str, str] = NOTICE) -> Item:
    """Return the fixture document that says of this programme what the file says."""
    partners = {each.code: each.side for each in known.partners}
    codes, made = _partners(file, known, chosen)
    partners |= {each["code"]: each["side"] for each in made}
    writer = _Activities(known=known, chosen=chosen, codes=codes, sides=partners)
    return {
        "format": FORMAT,
        "origin": "entered",
        "notice": dict(notice),
        "programme": plain(known.programme),
        "partners": made,
        "structures": [],
        "rounds": [],
        "activities": list(writer.all(file.activities)),
    }


def placed(problem: Problem, file: IatiFile) -> Problem:
    """Return a problem of the document at the place in the file that it is about."""
    found = PLACE.match(problem.path)
    if found is None or int(found[1]) >= len(file.activities):
        return problem
    activity = file.activities[int(found[1])]
    rest = problem.path[found.end() :]
    return replace(problem, path=f"{activity.path}{'/' if rest else ''}{rest}")


def _partners(file: IatiFile, known: Known, chosen: IatiMeaning) -> tuple[dict[str, str], list[Item]]:
    """Return the codes of partners by the keys of organisations, and the partners that are new."""
    taken = {fold(each.code) for each in known.partners} | {fold(each) for each in known.gone}
    used = {part.org for each in file.activities for part in each.parts}
    used |= {line.org for each in file.activities for line in each.money if line.org}
    codes, made = dict[str, str](), list[Item]()
    for key in file.orgs:
        if key not in used:
            continue
        meant = chosen.orgs.get(key, "new:international")
        if meant not in NEW:
            codes[key] = meant
            continue
        org, side = file.orgs[key], NEW[meant]
        name = org.name if org.name.en else Text(org.ref, org.ref)
        code = _free(org.code or _short(name.en), taken)
        taken.add(fold(code))
        codes[key] = code
        kinds = KINDS_ABROAD if side == "international" else KINDS_AT_HOME
        kind = kinds.get(org.kind, "civil_society")
        made.append({"code": code, "name": plain(name), "side": side, "kind": kind, "origin": "source"})
    return codes, made


def _short(name: str) -> str:
    """Return what a new partner is called for short: its acronym, else its name as far as there is room."""
    found = ACRONYM.fullmatch(name)
    return found[2] if found and found[2] == found[2].upper() else name[:CODE_LENGTH].strip()


def _free(code: str, taken: set[str]) -> str:
    number, found = 2, code
    while fold(found) in taken:
        found = f"{code[: CODE_LENGTH - 4].strip()} {number}"
        number += 1
    return found


def code_of(identifier: str) -> str:
    """Return the code of a new activity: its identifier, shortened where it is too long to be one."""
    if len(identifier) <= CODE_LENGTH:
        return identifier
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:8]
    return f"{identifier[: CODE_LENGTH - 9].strip()}-{digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Activities:
    """Puts the activities of a file into the words of the programme."""

    known: Known
    chosen: IatiMeaning
    codes: Mapping[str, str]
    sides: Mapping[str, str]

    def all(self, activities: Iterable[IatiActivity]) -> Iterator[Item]:
        by_identifier = self.known.by_identifier
        by_code = {each.code: each for each in self.known.activities}
        for each in activities:
            own = each.own.get("code") or each.code
            stored = by_identifier.get(each.identifier) if each.identifier else by_code.get(own)
            yield self._one(each, stored)

    def _one(self, said: IatiActivity, stored: ActivityEntry | None) -> Item:
        kept = _kept(stored) if stored else {}
        partner, recipient, beside = self._who(said)
        code = stored.code if stored else said.own.get("code") or said.code or code_of(said.identifier)
        known = {
            "code": code,
            "identifier": said.identifier,
            "source": said.source,
            "name": plain(said.name),
            "partner": partner,
            "recipient": recipient or kept.get("recipient"),
            "kind": said.own.get("kind") or kept.get("kind") or self._kind(said.aid),
            "function": self._function(said) or kept.get("function"),
            "place": said.place or kept.get("place"),
            "status": said.status,
            "participants": beside,
            "money": [self._money(each) for each in said.money],
            "note": said.note or kept.get("note"),
            **{name: said.dates.get(name) for name in ("since", "until", "planned_since", "planned_until")},
        }
        found = kept | known | self._own(said)
        return {name: value for name, value in found.items() if value not in ("", None, [], {})}

    def _own(self, said: IatiActivity) -> Item:
        """Return what only this program's own files say."""
        if "code" not in said.own:
            return {"origin": "source"}
        tests = {test: said.own[test.lower()] for test in TESTS if said.own.get(test.lower())}
        facts = {name: said.own.get(name) for name in (*OWN_FACTS, "value", "currency", "recipient")}
        return facts | {"tests": tests}

    def _kind(self, aid: str) -> str:
        return AID_KINDS.get(aid[:3]) or AID_KINDS.get(aid[:1]) or self.chosen.kind

    def _function(self, said: IatiActivity) -> str:
        return next(filter(None, (self.chosen.functions.get(each) for each in said.sectors)), "")

    def _who(self, said: IatiActivity) -> tuple[str, str, list[Item]]:
        """Return who carries it out, the institution that receives it where that can be told, and who is beside them.

        A national partner that is named as receiving it, or as carrying it out with one from abroad, is who
        receives it.
        """
        listed: list[tuple[str, str, str]] = []
        for each in said.parts:
            row = (each.role, self.codes[each.org], each.share)
            if row[:2] not in [one[:2] for one in listed]:
                listed.append(row)
        main = self._main(said, listed)
        recipient = "" if "code" in said.own else self._recipient(listed, main)
        own = {("implements", main), ("receives", recipient), ("implements", recipient)}
        if main not in {code for role, code, _share in listed if role == "implements"}:
            own |= {("manages", main), ("funds", main)}
        beside = [
            {"partner": code, "role": role} | ({"share": share} if share else {})
            for role, code, share in listed
            if (role, code) not in own
        ]
        return main, recipient, beside

    def _main(self, said: IatiActivity, listed: list[tuple[str, str, str]]) -> str:
        if said.own.get("partner") in self.sides:
            return said.own["partner"]
        for role in ("implements", "manages", "funds"):
            found = [code for each, code, _share in listed if each == role]
            abroad = [code for code in found if self.sides.get(code) == "international"]
            if abroad or found:
                return (abroad or found)[0]
        return ""

    def _recipient(self, listed: list[tuple[str, str, str]], main: str) -> str:
        def named(role: str) -> list[str]:
            here = [code for each, code, _share in listed if each == role and code != main]
            return [code for code in here if self.sides.get(code) == "national"]

        found = named("receives")
        if not found and self.sides.get(main) == "international":
            found = named("implements")
        return found[0] if len(found) == 1 else ""

    def _money(self, each: IatiMoney) -> Item:
        found = {"kind": each.kind, "amount": f"{each.amount:f}", "currency": each.currency, "on": each.on}
        partner = self.codes.get(each.org, "")
        return {name: value for name, value in (found | {"partner": partner}).items() if value}


def _kept(stored: ActivityEntry) -> Item:
    """Return a stored activity as a document has it."""
    found = plain(replace(stored, tests=()))
    assert isinstance(found, dict), "an entry has names"
    tests = {test: answer for test, answer in zip(TESTS, stored.tests, strict=True) if answer}
    return found | ({"tests": tests} if tests else {})
