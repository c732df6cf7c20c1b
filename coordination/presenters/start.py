"""Structures as lines: kinds of the library put among what is typed, and what is wrong with a line."""

from collections.abc import Collection, Iterable

from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from coordination.documents.structure_kinds import StructureKind
from coordination.domain.bilingual import fold
from coordination.domain.problems import Problem
from coordination.presenters import problems
from coordination.queries.programme_settings import SECTORS

LANGUAGES = ("en", "fr")


def sectors() -> dict[str, str]:
    """Return the code of each sector by its folded word, in both languages."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found.update({fold(str(name)): code for code, name in SECTORS})
    return found


def kinds(found: Iterable[StructureKind]) -> list[tuple[str, str]]:
    """Return code and name, in the reader's language, of each kind of the library."""
    reads = get_language() or "en"
    return [(each.code.en, each.name.get(reads)) for each in found]


def with_kinds(typed: str, ticked: Collection[str], kinds: Iterable[StructureKind]) -> str:
    """Return what is typed, with a line for each kind ticked, in the reader's language."""
    reads, names = get_language() or "en", dict(SECTORS)
    added = [
        f"{each.code.get(reads)}, {each.name.get(reads)}, {names[each.sector]}"
        for each in kinds
        if each.code.en in ticked
    ]
    return "\n".join([*([typed.rstrip()] if typed.strip() else []), *added])


def of_line(problem: Problem) -> str:
    """Say what is wrong with a line, or with all of them."""
    said = problems.text(problem)
    return _("Line %(number)s: %(said)s") % {"number": problem.path, "said": said} if problem.path else said


def added(count: int) -> str:
    """Say how many structures were added."""
    return ngettext("%(count)d structure is added.", "%(count)d structures are added.", count) % {
        "count": count
    }


def invited(email: str, said: str) -> str:
    """Say who was invited, and what comes next."""
    return _("Invited: %(email)s. %(said)s") % {"email": email, "said": said}
