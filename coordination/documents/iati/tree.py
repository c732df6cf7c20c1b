"""XML to a tree of elements that know their lines.

A document type is refused unread, and with it every entity: nothing is expanded, followed or fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

MEGABYTES, DEPTH, ELEMENTS = 5, 20, 400_000
XML = "http://www.w3.org/XML/1998/namespace"
#: What this program adds to the elements of IATI, which allows attributes of others.
OWN = "urn:ssr-partnership:activities:1"
#: Stands between a namespace and a name.
BETWEEN = "|"


@dataclass(slots=True)
class Element:
    """An element of IATI by its name, of another namespace with that before it; `text` is what stands directly in it."""

    name: str
    line: int
    attributes: dict[str, str]
    children: "list[Element]" = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in it, without the space around it."""
        return "".join(self.parts).strip()

    def get(self, name: str) -> str:
        """Return an attribute of IATI, empty where there is none."""
        return self.attributes.get(name, "").strip()

    def own(self, name: str) -> str:
        """Return an attribute that this program wrote, empty where there is none."""
        return self.attributes.get(f"{OWN}{BETWEEN}{name}", "")

    def all(self, name: str) -> "Iterator[Element]":
        """Yield the elements of a name directly in it."""
        return (each for each in self.children if each.name == name)

    def first(self, name: str) -> "Element | None":
        """Return the first element of a name directly in it."""
        return next(self.all(name), None)


def parse(data: bytes, file: str = "") -> Element:
    """Return the outermost element; raises `Refused` for what is no XML, or unsafe, too big or too deep."""
    if len(data) > MEGABYTES * 1024 * 1024:
        _refuse(Rule.FILE_TOO_BIG, file, limit=f"{MEGABYTES}")
    if not data.strip():
        _refuse(Rule.FILE_EMPTY, file)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(Rule.NOT_UTF8, file)
    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    parser.buffer_text = True
    builder = _Builder(parser, file)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.said
    parser.StartDoctypeDeclHandler = builder.declared
    parser.EntityDeclHandler = builder.declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        _refuse(Rule.BROKEN_XML, file, line=f"{error.lineno}", column=f"{error.offset + 1}")
    except (LookupError, ValueError):  # an encoding that nobody knows, or that its own bytes break
        _refuse(Rule.NOT_UTF8, file)
    if builder.root is None:
        _refuse(Rule.BROKEN_XML, file, line="1", column="1")
    return builder.root


def _refuse(rule: Rule, file: str, path: str = "", **params: str) -> NoReturn:
    raise Refused([Problem(rule=rule, path=path, file=file, params=tuple(params.items()))])


class _Builder:
    """Puts the elements together as the parser comes upon them."""

    def __init__(self, parser: expat.XMLParserType, file: str) -> None:
        self.parser, self.file = parser, file
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > ELEMENTS:
            _refuse(Rule.TOO_MANY_ROWS, self.file, limit=f"{ELEMENTS}", value=f"> {ELEMENTS}")
        line = self.parser.CurrentLineNumber
        if len(self.open) >= DEPTH:
            _refuse(Rule.TOO_DEEP, self.file, f"{line}: {name[:80]}", limit=f"{DEPTH}")
        element = Element(name, line, attributes)
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def end(self, name: str) -> None:
        self.open.pop()

    def said(self, text: str) -> None:
        if self.open:
            self.open[-1].parts.append(text)

    def declared(self, *_said: object) -> None:
        _refuse(Rule.XML_DECLARES, self.file, f"{self.parser.CurrentLineNumber}: <!DOCTYPE>")
