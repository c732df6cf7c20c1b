"""A page's form filled with what was typed before, whoever wrote the form: by hand, or the form library."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

from coordination.forms.kept import NUMBER, STAMP

Attributes = dict[str, str | None]
#: (where it begins, where it ends, what stands there instead)
Edit = tuple[int, int, str]

_BUTTONS = frozenset({"submit", "button", "image", "reset"})
#: What the page itself must say, and what no page is filled with.
_NOT_FILLED = frozenset({"csrfmiddlewaretoken", STAMP, NUMBER, ""})
_TICKED = frozenset({"radio", "checkbox"})


@dataclass(slots=True, kw_only=True)
class Tag:
    """A start tag as it stands in the page."""

    name: str
    attributes: Attributes
    start: int
    end: int

    def value(self, name: str) -> str:
        """Return an attribute, empty where there is none."""
        return self.attributes.get(name) or ""

    def with_attributes(self, changed: Mapping[str, str | bool]) -> Edit:
        """Return the tag with these attributes changed; False takes one away, True has no value."""
        attributes: dict[str, str | None | bool] = {**self.attributes, **changed}
        written = (
            f" {name}" if value is True or value is None else f' {name}="{escape(str(value))}"'
            for name, value in attributes.items()
            if value is not False
        )
        return self.start, self.end, f"<{self.name}{''.join(written)}>"


@dataclass(slots=True, kw_only=True)
class Control:
    """A field of a form, with its options or its content, and what it is folded into."""

    tag: Tag
    folds: tuple[Tag, ...]
    options: list[Tag] = field(default_factory=list)
    content: str = ""
    content_end: int = 0

    @property
    def name(self) -> str:
        return self.tag.value("name")

    @property
    def kind(self) -> str:
        return (self.tag.value("type") or "text").lower() if self.tag.name == "input" else self.tag.name


@dataclass(slots=True, kw_only=True)
class HtmlForm:
    """A form of the page, and the folded parts it stands in."""

    tag: Tag
    folds: tuple[Tag, ...]
    controls: list[Control] = field(default_factory=list)
    buttons: set[str] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        """The names that this form can send."""
        return {each.name for each in self.controls} | self.buttons

    @property
    def hidden(self) -> dict[str, str]:
        """What the form says by itself."""
        return {each.name: each.tag.value("value") for each in self.controls if each.kind == "hidden"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A page, its form that takes what was typed, and what has no field there any more."""

    page: str
    form: HtmlForm
    address: str
    edits: tuple[Edit, ...]
    left: tuple[tuple[str, str], ...]

    def written(self, *, before: str, number: str) -> str:
        """Return the page with the form filled, with ``before`` standing before it.

        What has no field goes along unseen, so that the form sends all that it sent before.
        """
        lacking = [(name, value) for name, value in self.left if name not in self.form.names]
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in [(NUMBER, number), *lacking]
        )
        start, end, tag = self.form.tag.with_attributes({"action": self.address, "data-kept": True})
        pieces, last = [], 0
        for begins, ends, text in sorted([*self.edits, (start, end, f"{before}{tag}{hidden}")]):
            pieces += [self.page[last:begins], text]
            last = ends
        return "".join([*pieces, self.page[last:]])


def filling(page: str, *, at: str, address: str, fields: Sequence[tuple[str, str]]) -> Filling | None:
    """Return how the page that stands ``at`` takes what was sent to ``address``; None where no form of it does."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    sent = [(name, value) for name, value in fields if name not in _NOT_FILLED]
    form = _chosen([each for each in reader.forms if urljoin(at, each.tag.value("action")) == address], sent)
    if form is None:
        return None
    waiting = Counter(sent)
    edits = _filled(form, waiting)
    left = tuple(each for each in waiting.elements() if each[1] and each[0] not in form.buttons)
    return Filling(page=page, form=form, address=address, edits=edits, left=left)


def _filled(form: HtmlForm, waiting: Counter[tuple[str, str]]) -> tuple[Edit, ...]:
    """Return what changes in the form, what is folded opened; take out of ``waiting`` what its fields hold then."""
    edits, unfolded = list[Edit](), list(form.folds)
    for control in form.controls:
        changes = [] if control.name in _NOT_FILLED else list(_fill(control, waiting))
        edits += changes
        unfolded += control.folds if changes else ()
    opened = {each.start: each.with_attributes({"open": True}) for each in unfolded}
    return (*edits, *opened.values())


def _chosen(forms: Sequence[HtmlForm], sent: Sequence[tuple[str, str]]) -> HtmlForm | None:
    """Return the form that sent this: of several with one address, the one that names the same thing unseen."""
    values = dict(sent)
    if len(forms) > 1:
        forms = [each for each in forms if _names_the_same(each.hidden, values)]
    likely = [each for each in forms if values.keys() & each.names]
    return max(likely, key=lambda each: len(values.keys() & each.names), default=None)


def _names_the_same(hidden: Mapping[str, str], sent: Mapping[str, str]) -> bool:
    """Whether a form is about the same thing; another version of it is still the same."""
    return all(
        sent.get(name) == value
        for name, value in hidden.items()
        if name not in _NOT_FILLED and not name.endswith("version")
    )


def _fill(control: Control, waiting: Counter[tuple[str, str]]) -> Iterator[Edit]:
    """Yield what changes in a field, and take out of ``waiting`` what it holds then."""
    tag, name = control.tag, control.name
    if control.kind in _TICKED:
        yield from _tick(tag, (name, tag.attributes.get("value", "on") or ""), "checked", waiting)
        return
    if control.kind == "select":
        for option in control.options:
            yield from _tick(option, (name, option.value("value")), "selected", waiting)
        return
    value = next((each for of, each in waiting if of == name), None)
    if value is not None:
        _take((name, value), waiting)
        yield from _write(control, value)


def _write(control: Control, value: str) -> Iterator[Edit]:
    """Yield what changes where a field is to hold this text, unless it does."""
    if control.kind != "textarea":
        if value != control.tag.value("value"):
            yield control.tag.with_attributes({"value": value})
    elif value.replace("\r\n", "\n") != control.content.removeprefix("\n"):
        yield control.tag.end, control.content_end, f"\n{escape(value)}"


def _tick(tag: Tag, pair: tuple[str, str], mark: str, waiting: Counter[tuple[str, str]]) -> Iterator[Edit]:
    is_marked = pair in waiting
    if is_marked:
        _take(pair, waiting)
    if is_marked != (mark in tag.attributes):
        yield tag.with_attributes({mark: is_marked})


def _take(pair: tuple[str, str], waiting: Counter[tuple[str, str]]) -> None:
    waiting[pair] -= 1
    if not waiting[pair]:
        del waiting[pair]


class _Reader(HTMLParser):
    """Finds the forms that post, their fields and where each stands; the pages are our own and well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[HtmlForm] = []
        self._form: HtmlForm | None = None
        self._control: Control | None = None
        self._option: Tag | None = None
        self._folds: list[Tag] = []
        self._lines = [0]

    def feed(self, data: str) -> None:
        self._lines = [0, *(place + 1 for place, each in enumerate(data) if each == "\n")]
        super().feed(data)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._place()
        here = Tag(
            name=tag, attributes=dict(attrs), start=start, end=start + len(self.get_starttag_text() or "")
        )
        if tag == "details":
            self._folds.append(here)
        elif tag == "form":
            self._form = HtmlForm(tag=here, folds=tuple(self._folds))
            if here.value("method").lower() == "post":
                self.forms.append(self._form)
        elif self._form is not None:
            self._field(here, self._form)

    def _field(self, tag: Tag, form: HtmlForm) -> None:
        kind = tag.value("type").lower()
        if tag.name == "button" or (tag.name == "input" and kind in _BUTTONS):
            form.buttons.add(tag.value("name"))
        elif tag.name == "option" and self._control:
            self._control.options.append(tag)
            self._option = tag
        elif (
            tag.name in ("input", "select", "textarea")
            and kind != "file"
            and "disabled" not in tag.attributes
        ):
            self._control = Control(tag=tag, folds=tuple(self._folds))
            form.controls.append(self._control)

    def handle_data(self, data: str) -> None:
        if self._option is not None and "value" not in self._option.attributes:
            # Such an option stands for its text.
            self._option.attributes["value"] = data.strip()
        elif self._control is not None and self._control.tag.name == "textarea":
            self._control.content += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "form":
            self._form = None
        elif tag == "option":
            self._option = None
        elif tag in ("textarea", "select") and self._control is not None:
            self._control.content_end = self._place()
            self._control = None
