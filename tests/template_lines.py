"""Lists the lines of templates that are too long for a person to see what a change changes; a step of ``make lint``."""

import sys
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
#: Templates are wrapped at 120; what cannot be broken, such as a tag of Django's, may run this far.
LONGEST = 140


def too_long(folder: Path) -> list[str]:
    """Return place and length of each line that is too long."""
    return [
        f"{path.relative_to(folder.parent)}:{number}: {len(line)} characters, {LONGEST} at most"
        for path in sorted(each for each in folder.rglob("*") if each.is_file())
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]


if __name__ == "__main__":
    found = too_long(TEMPLATES)
    print("\n".join(found) or "All lines of templates are short enough.")
    sys.exit(bool(found))
