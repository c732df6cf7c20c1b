"""Lists what is wrong with lines of templates; a step of ``make lint``.

Some are too long for a person to see what a change changes; some begin a comment that ends on another line, which
Django takes for text and shows.
"""

import sys
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
#: Templates are wrapped at 120; what cannot be broken, such as a tag of Django's, may run this far.
LONGEST = 140


def open_comments(folder: Path) -> list[str]:
    """Return the place of each comment that does not end on its line."""
    return [
        f"{path.relative_to(folder.parent)}:{number}: this comment does not end on its line, and would be shown"
        for path in sorted(folder.rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.count("{#") != line.count("#}")
    ]


def too_long(folder: Path) -> list[str]:
    """Return place and length of each line that is too long."""
    return [
        f"{path.relative_to(folder.parent)}:{number}: {len(line)} characters, {LONGEST} at most"
        for path in sorted(each for each in folder.rglob("*") if each.is_file())
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]


if __name__ == "__main__":
    found = too_long(TEMPLATES) + open_comments(TEMPLATES)
    print("\n".join(found) or "All lines of templates are short enough, and show no comment.")
    sys.exit(bool(found))
