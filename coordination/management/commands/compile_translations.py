"""``manage.py compile_translations``: from .po, which people write, to .mo, which Django reads."""

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

#: Folders below the project's root whose words are translated.
SOURCES = ("coordination", "ssr_assess", "templates")
TEMPLATE_SUFFIXES = (".html", ".txt")

# The functions that mark a text, with the order of their leading arguments (c context, s singular, p plural).
MARKERS = {
    "_": "s",
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "ngettext": "sp",
    "ngettext_lazy": "sp",
    "pgettext": "cs",
    "pgettext_lazy": "cs",
    "npgettext": "csp",
    "npgettext_lazy": "csp",
}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_MARKED = re.compile(rf"(?<!\w)({'|'.join(MARKERS)})\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")
_PLACEHOLDER = re.compile(r"(?<!%)(?:%%)*%\((\w+)\)|\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Message:
    """A text as the program asks for it: what identifies an entry of a .po file, and its plural."""

    text: str
    context: str | None = None
    plural: str | None = None


def message(marker: str, arguments: list[str]) -> Message | None:
    """Return what a call of ``marker`` with these leading texts asks for; None when some are not literal."""
    order = MARKERS[marker]
    if len(arguments) < len(order):
        return None
    given = dict(zip(order, arguments, strict=False))
    return Message(given["s"], given.get("c"), given.get("p"))


def in_python(source: str) -> Iterator[tuple[int, Message]]:
    """Yield the line and the message of every marked text in a Python module."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        texts = []
        for argument in node.args:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                break
            texts.append(argument.value)
        if name in MARKERS and (found := message(name, texts)):
            yield node.lineno, found


def in_template(source: str) -> Iterator[tuple[int, Message]]:
    """Yield the line and the message of every marked text in a template, as Django's own extraction does."""
    for number, line in enumerate(templatize(source).splitlines(), start=1):
        if line.lstrip().startswith("#"):
            continue
        for marker, texts in _MARKED.findall(line):
            if found := message(marker, list(ast.literal_eval(f"[{texts}]"))):
                yield number, found


def marked(root: Path) -> dict[Message, str]:
    """Return every message that the project's files ask for, with the first place: ``file:line``."""
    messages: dict[Message, str] = {}
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py":
                found = in_python(path.read_text("utf-8"))
            elif path.suffix in TEMPLATE_SUFFIXES:
                found = in_template(path.read_text("utf-8"))
            else:
                continue
            for line, asked in found:
                messages.setdefault(asked, f"{path.relative_to(root)}:{line}")
    return messages


def shown(path: Path) -> str:
    """Return a path as a message names it: from the project's root where it lies below it."""
    root = settings.BASE_DIR
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def placeholders(*texts: str) -> set[str]:
    """Return the names that a text has filled in: ``%(name)s`` and ``{name}``."""
    return {first or second for text in texts for first, second in _PLACEHOLDER.findall(text)}


def problems_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one translation, each a few words."""
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if entry.obsolete:
        yield "obsolete"
        return
    if entry.fuzzy:
        yield "fuzzy"
    if not all(text.strip() for text in translations):
        yield "untranslated"
        return
    known = placeholders(entry.msgid, entry.msgid_plural)
    needed = known if not entry.msgid_plural else set()
    for text in translations:
        if unknown := placeholders(text) - known:
            yield f"a placeholder the original lacks ({', '.join(sorted(unknown))})"
        if missing := needed - placeholders(text):
            yield f"a placeholder is missing ({', '.join(sorted(missing))})"


def problems_in(path: Path, asked: dict[Message, str]) -> Iterator[str]:
    """Yield every problem of a .po file, and what it lacks, as ``file:line: what: text``."""
    catalogue, place_of = polib.pofile(str(path)), shown(path)
    entries: dict[tuple[str | None, str], polib.POEntry] = {
        (entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete
    }
    for entry in catalogue:
        for problem in problems_of(entry):
            yield f"{place_of}:{entry.linenum}: {problem}: {entry.msgid!r}"
    for wanted, place in asked.items():
        found = entries.get((wanted.context, wanted.text))
        if found is None:
            yield f"{place_of}: lacks what {place} asks for: {wanted.text!r}"
        elif wanted.plural and found.msgid_plural != wanted.plural:
            yield f"{place_of}:{found.linenum}: not the plural that {place} asks for: {wanted.plural!r}"
    yield from _stale(entries, asked, place_of)


def _stale(
    entries: dict[tuple[str | None, str], polib.POEntry], asked: dict[Message, str], place_of: str
) -> Iterator[str]:
    """Yield what no file of the project asks for any more."""
    used = {(wanted.context, wanted.text) for wanted in asked}
    for key, entry in entries.items():
        if key not in used:
            yield f"{place_of}:{entry.linenum}: stale, nothing asks for it: {entry.msgid!r}"


class Command(BaseCommand):
    """Compiles every .po file whose .mo file is missing or older; ``--check`` says what is not translated."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--check``."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; list what is untranslated, fuzzy, obsolete, stale or missing, and fail then",
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Compile, or check.

        Raises:
            CommandError: with ``check``, when a translation is not complete, one line for each problem.
        """
        if check:
            self.check_all()
            return
        for path in self.catalogues():
            compiled = path.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
                polib.pofile(str(path)).save_as_mofile(str(compiled))
                self.stdout.write(f"Compiled {shown(compiled)}")

    def catalogues(self) -> list[Path]:
        """Return the .po files of the project, in order."""
        return sorted(
            path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")
        )

    def check_all(self) -> None:
        """Check every language but the one the texts are written in."""
        asked = marked(settings.BASE_DIR)
        paths = [path for path in self.catalogues() if path.stem == "django"]
        languages = {path.parent.parent.name for path in paths}
        problems = [
            f"no translations at all into {code!r}"
            for code, _name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE and to_locale(code) not in languages
        ]
        problems += [problem for path in paths for problem in problems_in(path, asked)]
        if problems:
            raise CommandError("Translations are not complete:\n" + "\n".join(problems))
        self.stdout.write(f"{len(asked)} texts, complete in {', '.join(sorted(languages))}.")
