"""A page's form takes what was typed before, and nothing else of the page changes."""

import pytest
from django.http import HttpResponse

from coordination.forms.filling import filling
from tests import pages

AT = "/things/?kind=call"
PAGE = """<!doctype html><html><body><form method="get"><input name="text" value="asked"></form>
<p>Before é</p>
<details><summary>More</summary>
<form method="post" class="slim-block" novalidate>
<input type="hidden" name="csrfmiddlewaretoken" value="key">
<input type="hidden" name="written_by" value="stamp">
<input type="hidden" name="base_version" value="9">
<input type="text" name="text" value="stored &amp; safe" required>
<textarea name="long" rows="2">
stored</textarea>
<select name="one"><option value="">–</option><option value="a" selected>A</option><option>b</option></select>
<select name="many" multiple><option value="1" selected>1</option><option value="2">2</option></select>
<label><input type="radio" name="pick" value="x" checked> x</label>
<label><input type="radio" name="pick" value="y"> y</label>
<input type="radio" name="none" value="" checked><input type="radio" name="none" value="z">
<input type="checkbox" name="tick"><input type="checkbox" name="cross" checked>
<input type="file" name="upload">
<details><summary>Folded</summary><input name="folded"></details>
<details><summary>Left alone</summary><input name="same" value="same"></details>
<button name="list" value="1">Save</button>
</form></details>
<form method="post" action="/elsewhere/"><input name="text"></form>
</body></html>"""
TYPED = (
    ("base_version", "3"),
    ("text", 'a "quoted" <b> & \U0001f600'),
    ("long", "\nline one\r\n</textarea><script>x</script>"),
    ("one", "b"),
    ("many", "2"),
    ("pick", "y"),
    ("none", "z"),
    ("tick", "on"),
    ("folded", "deep"),
    ("same", "same"),
    ("list", "1"),
)


def written(page: str, fields: tuple[tuple[str, str], ...], address: str = AT, at: str = AT) -> pages.Node:
    found = filling(page, at=at, address=address, fields=fields)
    assert found is not None
    return pages.read(HttpResponse(found.written(before='<p id="said">Said</p>', number="0a1b2c3d")))


def test_every_kind_of_field_holds_what_was_typed() -> None:
    form = written(PAGE, TYPED).form_node("long")
    expected = dict(TYPED) | {"waiting": "0a1b2c3d", "upload": ""}
    del expected["list"], expected["long"]
    posts = form.posts()
    assert posts.pop("long").removeprefix("\n") == "\nline one\r\n</textarea><script>x</script>"
    assert posts == expected


def test_what_is_not_typed_stays_as_the_page_has_it() -> None:
    page = written(PAGE, TYPED)
    assert page.form_node("text", text="asked").attrs["method"] == "get"
    assert page.one("form", action="/elsewhere/").posts() == {"text": ""}
    (form,) = page.all("form", class_="slim-block")
    assert form.one(name="csrfmiddlewaretoken").attrs["value"] == "key"
    assert form.one(name="written_by").attrs["value"] == "stamp"
    assert not page.all("script")
    assert "required" in form.one("input", name="text").attrs


def test_an_unfilled_page_is_left_as_it_is_but_for_what_is_said() -> None:
    unchanged = (("text", "stored & safe"), ("long", "stored"), ("one", "a"), ("many", "1"), ("pick", "x"))
    unchanged += (("none", ""), ("cross", "on"), ("base_version", "9"), ("folded", ""), ("same", "same"))
    found = filling(PAGE, at=AT, address=AT, fields=unchanged)
    assert found is not None
    assert not found.left
    tag = '<form method="post" class="slim-block" novalidate>'
    new = f'<form method="post" class="slim-block" novalidate action="{AT}" data-kept>'
    added = '<input type="hidden" name="waiting" value="0a1b2c3d">'
    expected = PAGE.replace(tag, f"{new}{added}").replace(
        "<details><summary>More", "<details open><summary>More"
    )
    assert found.written(before="", number="0a1b2c3d") == expected


def test_what_was_typed_is_unfolded_and_the_rest_stays_folded() -> None:
    page = written(PAGE, TYPED)
    assert {each.one("summary").text() if len(each.all("summary")) == 1 else "More": "open" in each.attrs
            for each in page.all("details")} == {"More": True, "Folded": True, "Left alone": False}  # fmt: skip


def test_what_has_no_field_any_more_is_told_and_goes_along() -> None:
    fields = (*TYPED, ("gone", "not lost"), ("one", "no such option"), ("text", "twice"), ("nothing", ""))
    found = filling(PAGE, at=AT, address=AT, fields=fields)
    assert found is not None
    assert set(found.left) == {("gone", "not lost"), ("one", "no such option"), ("text", "twice")}
    form = written(PAGE, fields).form_node("long")
    assert [each.attrs["value"] for each in form.all("input", name="gone")] == ["not lost"]
    assert form.posts()["one"] == "b"


TWINS = """<html><body>
<form method="post"><input type="hidden" name="id" value="1"><input type="hidden" name="base_version" value="4"><input name="name"></form>
<form method="post"><input type="hidden" name="id" value="2"><input type="hidden" name="base_version" value="4"><input name="name"></form>
<form method="post"><input type="hidden" name="base_version" value="4"><button name="become" value="held">Held</button></form>
</body></html>"""  # noqa: E501


@pytest.mark.parametrize("number", ["1", "2"])
def test_of_several_forms_with_one_address_that_about_the_same_thing_is_filled(number: str) -> None:
    page = written(TWINS, (("id", number), ("base_version", "3"), ("name", "typed")))
    assert [form.posts().get("name") for form in page.all("form")] == [
        "typed" if number == "1" else "",
        "typed" if number == "2" else "",
        None,
    ]


def test_a_form_about_a_thing_that_is_gone_fills_no_other() -> None:
    assert filling(TWINS, at=AT, address=AT, fields=(("id", "3"), ("name", "typed"))) is None


def test_a_form_of_buttons_is_found_by_the_one_that_was_pressed() -> None:
    page = written(TWINS, (("base_version", "3"), ("become", "held")))
    assert ["data-kept" in form.attrs for form in page.all("form")] == [False, False, True]


@pytest.mark.parametrize("address", ["/things/", "/things/?kind=meeting", "/elsewhere/?x=1", "//things/"])
def test_a_form_with_another_address_is_another_form(address: str) -> None:
    assert filling(PAGE, at=AT, address=address, fields=TYPED) is None
