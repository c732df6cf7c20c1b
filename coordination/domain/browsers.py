"""What a browser calls itself, as its person would name it: brand and system, without versions."""

from collections.abc import Mapping

#: Marks in what a browser sends, the telling ones first: nearly all of them also say “Safari” and “Mozilla”.
_BRANDS: Mapping[str, str] = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari/": "Safari",
}
#: An Android phone also says “Linux”, an iPhone “Mac OS X”.
_SYSTEMS: Mapping[str, str] = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def named(agent: str) -> tuple[str, str]:
    """Return brand and system, each empty where it is not known."""
    return _first(agent, _BRANDS), _first(agent, _SYSTEMS)


def _first(agent: str, names: Mapping[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")
