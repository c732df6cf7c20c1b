"""What is said of a value is put into words once: kept by the value itself and the language.

There is no version and nothing to forget: another value is another key, so what is found is always what would be said
now. After a correction the words of all that stayed as it was are there already. What is decorated rests on nothing
but its arguments, which are values that cannot change, and on the language; the least recently said goes first.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.utils.translation import get_language

Arguments = ParamSpec("Arguments")
Words = TypeVar("Words")


def once(size: int) -> Callable[[Callable[Arguments, Words]], Callable[Arguments, Words]]:
    """Keep what a function says of the last so many values, each in its language."""

    def keeping(say: Callable[Arguments, Words]) -> Callable[Arguments, Words]:
        # By type as well: a text that is safe in HTML equals one that is not.
        @lru_cache(maxsize=size, typed=True)
        def kept(_key: object, *args: Any, **kwargs: Any) -> Words:
            return say(*args, **kwargs)

        @wraps(say)
        def said(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Words:
            return kept(spoken(), *args, **cast(dict[str, Hashable], kwargs))

        return said

    return keeping


def spoken() -> object:
    """Return what words are kept by beside what they are said of: the language."""
    return get_language()
