"""A file's bytes from the disk, or a sentence that says why not."""

from pathlib import Path

from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a file, at most `limit` + 1 of them (one too many shows that it is too big).

    Raises `Refused` for a file that is missing, is a folder or may not be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        rule = Rule.FILE_MISSING
    except IsADirectoryError:
        rule = Rule.FILE_IS_DIRECTORY
    except (OSError, ValueError):  # a NUL in the path is a ValueError
        rule = Rule.FILE_UNREADABLE
    raise Refused([Problem(rule=rule, path="", file=str(path))])
