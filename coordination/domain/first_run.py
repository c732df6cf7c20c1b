"""The code that opens a programme where there is none: shown once to whoever runs the server, kept as a hash."""

from datetime import timedelta
from hashlib import sha256

#: What is read aloud and typed on a telephone without a mistake: no I, L, O, U, 0 and 1.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: So many signs in groups of so many: about 78 bits, which nobody guesses.
LENGTH, GROUP = 16, 4
LASTS = timedelta(hours=1)


def written(signs: str) -> str:
    """Return the code as it is shown: in groups, which need not be typed."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def digest(typed: str) -> str:
    """Return the hash of a code however it was typed: in small letters, with spaces, without hyphens."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return sha256(signs.encode("utf-8", "replace")).hexdigest()
