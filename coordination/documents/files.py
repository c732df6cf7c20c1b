"""A file's bytes from the disk, or a sentence that says why not."""

from pathlib import Path

from coordination.domain.problems import Problem, Refused


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a file, at most `limit` + 1 of them (one too many shows that it is too big).

    Raises `Refused` for a file that is missing, is a folder or may not be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        rule = "file_missing"
    except IsADirectoryError:
        rule = "file_is_directory"
    except (OSError, ValueError):  # a NUL in the path is a ValueError
        rule = "file_unreadable"
    raise Refused([Problem(rule, "", str(path))])
