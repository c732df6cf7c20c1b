"""What a browser calls itself, as its person would name it."""

import pytest

from coordination.domain.browsers import named

SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36", "Chrome", "Linux"),
        (f"Mozilla/5.0 (Linux; Android 13; SM-A125F) {CHROME} Mobile Safari/537.36", "Chrome", "Android"),
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/120.0.0.0",
            "Edge",
            "Windows",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Safari/537.36 OPR/106.0.0.0", "Opera", "Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0",
            "Firefox",
            "Windows",
        ),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) {SAFARI} Safari/604.1", "Safari", "iPhone"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI} Safari/605.1.15", "Safari", "macOS"),
        ("curl/8.0", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_is_named_by_brand_and_system(agent: str, browser: str, system: str) -> None:
    assert named(agent) == (browser, system)
