"""What heads a page is short, in either language."""

from collections.abc import Iterable

MOST = 25


def words(text: str) -> int:
    """Count what is between spaces and has a letter or a digit: signs are no words."""
    return sum(any(each.isalnum() for each in part) for part in text.split())


def fitting(texts: Iterable[str]) -> str:
    """Return the first of these texts that is short enough, or else the last; each says less than the one before."""
    text = ""
    for text in texts:
        if words(text) <= MOST:
            break
    return text
