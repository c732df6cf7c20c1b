"""Words are found once for each value and language, and never for another."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.presenters.once import once
from coordination.templatetags.parts import part


def test_the_same_value_is_said_once_in_each_language() -> None:
    said: list[str] = []

    @once(8)
    def of_side(code: str) -> str:
        said.append(code)
        return f"{_('partners')} {code}"

    with override("en"):
        assert of_side("a") == of_side("a") == "partners a"
    with override("fr"):
        assert of_side("a") == "partenaires a"
    assert said == ["a", "a"]


def test_another_value_is_said_anew() -> None:
    @once(8)
    def doubled(number: int) -> int:
        return 2 * number

    assert [doubled(each) for each in (1, 2, 1)] == [2, 4, 2]


def test_what_is_safe_in_html_is_not_taken_for_what_is_not() -> None:
    @once(8)
    def kind(text: str) -> str:
        return type(text).__name__

    assert [kind(mark_safe("<b>")), kind("<b>")] == ["SafeString", "str"]


def test_a_part_shows_what_it_is_given_and_nothing_else_of_the_page() -> None:
    rows = [
        part("coordination/comparison/_order_row.html", name=name, cells=()) for name in ("CMJ", "<GTSE>")
    ]
    assert ["CMJ" in rows[0], "&lt;GTSE&gt;" in rows[1], "CMJ" in rows[1]] == [True, True, False]
