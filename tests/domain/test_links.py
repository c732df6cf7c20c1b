"""What is a web address: http or https, nobody's name or password, nothing that a reader does not see."""

import pytest

from coordination.domain.links import TITLE_LENGTH, address, readable
from tests.links import ADDRESSES, NO_ADDRESSES


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_kept_as_it_is(text: str) -> None:
    assert address(text) == text


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_or_tells_a_password_is_refused(text: str) -> None:
    assert address(text) is None


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        ("https://fr.example.org/Réforme", "https://fr.example.org/R%C3%A9forme"),
        ("https://example.org/%C3%A9?q=é#é", "https://example.org/%C3%A9?q=%C3%A9#%C3%A9"),
        ("http://réforme.example:8080/a", "http://xn--rforme-bva.example:8080/a"),
    ],
)
def test_an_address_is_written_as_browsers_send_it(text: str, sent: str) -> None:
    assert address(text) == sent
    assert address(sent) == sent


@pytest.mark.parametrize(
    "text",
    [
        "https://user＠example.org/",
        "https://℀.example.org/",
        "https://example.org：80．/",
        "https://exa\u200bmple.org/",
        "https://example.org/a\u202eb",
        "https://example.org/a\u00a0b",
        "https://example.org/\ud800",
        "https://" + "é" * 70 + ".org/",
    ],
)
def test_what_only_looks_like_an_address_is_refused(text: str) -> None:
    assert address(text) is None


@pytest.mark.parametrize("link", NO_ADDRESSES)
def test_a_stored_link_that_is_no_address_can_be_read_in_the_title(link: str) -> None:
    assert readable("Minutes", link) == (f"Minutes ({link})", "")
    title, none = readable("M" * TITLE_LENGTH, link)
    assert (len(title), title[-1], none) == (TITLE_LENGTH, "…", "")


def test_a_title_beside_an_address_or_nothing_stays_as_it_is() -> None:
    assert readable("Minutes", "https://example.org/é") == ("Minutes", "https://example.org/%C3%A9")
    assert readable("Minutes", "") == ("Minutes", "")
