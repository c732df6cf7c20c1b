"""Files that are wrong throughout: by kind, a function from a size to a file of some twenty mistakes for each."""

import json
from collections.abc import Callable, Mapping

from tests import make


def _words(size: int) -> bytes:
    document = make.document(make.DEMO)
    wave = document["rounds"][0]
    nonsense = {f"C{number}": "nonsense" for number in range(20)}
    wave["assessments"] = [
        wave["assessments"][0] | {"rater": f"r{number}", "answers": nonsense} for number in range(size)
    ]
    return json.dumps(document | {"rounds": [wave]}).encode()


def _names(size: int) -> bytes:
    partner = {f"9{number}": 0 for number in range(20)}
    return json.dumps(make.document(make.DEMO) | {"partners": [partner] * size}).encode()


def _references(size: int) -> bytes:
    statements = [
        {
            "structure": f"S{number}",
            "kind": "k",
            "item": f"x{number}",
            "quote": "",
            "quote_fr": "",
            "slide": 3,
        }
        for number in range(size * 4)
    ]
    return json.dumps(make.document(make.DEMO) | {"statements": statements}).encode()


def _twice(size: int) -> bytes:
    pairs = ",".join(f'"k{number}":0,"k{number}":0' for number in range(size * 20))
    return b'{"format":"ssr-partnership/1","rounds":{' + pairs.encode() + b"}}"


NONSENSE: Mapping[str, Callable[[int], bytes]] = {
    "words": _words,
    "names": _names,
    "references": _references,
    "names given twice": _twice,
}
