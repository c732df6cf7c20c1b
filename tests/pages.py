"""A page as a test reads it: elements, tables and forms. Wrongly nested HTML is a failure of its own."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class Node:
    """An element: its tag, attributes, and what it holds."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag, self.attrs = tag, attrs
        self.children: list[Node | str] = []

    @property
    def classes(self) -> set[str]:
        """The element's classes."""
        return set(self.attrs.get("class", "").split())

    def walk(self) -> Iterator["Node"]:
        """Every element below this one, in order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", **attrs: str) -> list["Node"]:
        """Every element with this tag and these attributes; ``class_`` is one of its classes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        one_class = wanted.pop("class", None)
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and (one_class is None or one_class in node.classes)
            and all(node.attrs.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attrs: str) -> "Node":
        """The only such element."""
        (found,) = self.all(tag, **attrs)
        return found

    def text(self, *, hidden: bool = False) -> str:
        """What is read, in single spaces; without what only a screen reader hears unless ``hidden``."""
        return " ".join("".join(self._pieces(hidden)).replace("\u202f", "\ue000").split()).replace(
            "\ue000", "\u202f"
        )

    def _pieces(self, hidden: bool) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style") and (hidden or "visually-hidden" not in child.classes):
                yield from child._pieces(hidden)
                yield "" if child.tag in ("a", "span", "strong", "code", "em", "q", "i", "b") else " "

    def rows(self, **attrs: str) -> list[list[str]]:
        """The rows of the table below (with these attributes): each cell's text without small print."""
        return [
            [_without_small_print(cell).text() for cell in row.children if isinstance(cell, Node)]
            for row in self.one("table", **attrs).all("tr")
        ]

    def form(self, *fields: str) -> dict[str, str]:
        """What the form that has these fields would post if nothing were touched, without its key and its stamp."""
        return self.form_node(*fields).posts()

    def form_node(self, *fields: str, **said: str) -> "Node":
        """The only form that has these fields, and would post these values if nothing were touched."""
        (found,) = self.form_nodes(*fields, **said)
        return found

    def form_nodes(self, *fields: str, **said: str) -> list["Node"]:
        """Every form that has these fields, and would post these values if nothing were touched."""
        return [
            form
            for form in self.all("form")
            if set(fields) <= {node.attrs.get("name", "") for node in form.walk()}
            and said.items() <= form.posts().items()
        ]

    def posts(self, *, whole: bool = False) -> dict[str, str]:
        """What this form would post; ``whole`` with its stamp, which says who writes. Never its key."""
        unsaid = {"csrfmiddlewaretoken"} | (set() if whole else {"written_by"})
        return {name: value for name, value in _posted(self) if name not in unsaid}


def _without_small_print(cell: Node) -> Node:
    bare = Node(cell.tag, cell.attrs)
    for child in cell.children:
        if isinstance(child, str):
            bare.children.append(child)
        elif "sub" not in child.classes:
            bare.children.append(_without_small_print(child))
    return bare


def _posted(form: Node) -> Iterator[tuple[str, str]]:
    for node in form.walk():
        name, kind = node.attrs.get("name", ""), node.attrs.get("type", "text")
        if not name:
            continue
        if node.tag == "textarea":
            yield name, "".join(child for child in node.children if isinstance(child, str))
        elif node.tag == "select":
            options = node.all("option")
            chosen = [each for each in options if "selected" in each.attrs] or options[:1]
            yield from ((name, each.attrs.get("value", each.text())) for each in chosen)
        elif node.tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in node.attrs:
                yield name, node.attrs.get("value", "on")
        elif node.tag == "input":
            yield name, node.attrs.get("value", "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            raise AssertionError(f"line {self.getpos()[0]}: an attribute twice in <{tag}>: {names}")
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise AssertionError(f"line {self.getpos()[0]}: </{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(response: Any) -> Node:
    """Return the page of a response."""
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    unclosed = [node.tag for node in reader.open[1:]]
    assert not unclosed, f"never closed: {unclosed}"
    ids = [node.attrs["id"] for node in reader.root.walk() if "id" in node.attrs]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    assert not twice, f"an id twice on one page: {twice}"
    return reader.root
