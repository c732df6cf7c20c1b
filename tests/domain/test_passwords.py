"""Passwords: what others would try first is refused, however disguised; words that do not belong together pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.passwords import ALWAYS, why_not
from coordination.domain.rules import Rule

AROUND = (
    "Joseph Directeur",
    "j.mbayo@defense.example",
    "Security sector reform in the Democratic Republic of the Congo",
    "Réforme du secteur de la sécurité en République démocratique du Congo",
    "cod",
)
_EVERYDAY = """
    river mango ladder cloud basket kasai tshopo equateur uele ituri bamboo lantern anchor violin pepper saddle meadow
    canoe drum cassava forest monkey ferry market bridge candle garden hammer island jacket kettle marble needle orange
    pencil quartz rabbit silver tunnel umbrella velvet window yellow zebra pirogue manioc savane tambour palmier marché
    rivière forêt étoile chèvre
"""
#: Words of everyday, and of the country, that nobody would connect with a person.
WORDS = _EVERYDAY.split()


def rule(password: str) -> Rule | None:
    problem = why_not(password, AROUND)
    return problem.rule if problem else None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("kinshasa2008", "kinshasa"),
        ("Kinshasa-2008", "kinshasa"),
        ("k1n5h@s@2011", "kinshasa"),
        ("K.i.n.s.h.a.s.a.2011", "kinshasa"),
        ("2011kinshasa!!", "kinshasa"),
        ("P@ssw0rd1234", "password"),
        ("MotDePasse2011", "motdepasse"),
        ("Sécurité2011!", "securite"),
        ("S3cur1te!2024", "securite"),
        ("congo-congo-congo", "congo"),
        ("police-kasai-2011", "police"),
        ("ssr-assessment-11", "assessment"),
        ("partenariat2011", "partenariat"),
        ("joseph-goma-1", "joseph"),
        ("j0s3ph.mb4y0.99", "joseph"),
        ("democratique2011", "democratique"),
        ("GTSE-CPSE-2008", "cpse"),
    ],
)
def test_words_of_the_context_are_refused_however_they_are_disguised(password: str, word: str) -> None:
    problem = why_not(password, AROUND)
    assert problem is not None
    assert (problem.rule, problem.value) == (Rule.PASSWORD_WORD, word)


@pytest.mark.parametrize(
    "password",
    [
        *("123456789012", "098765432109", "abcdefghijkl", "lkjihgfedcba", "qwertyuiop12", "azertyuiop12"),
        *("QWERTYUIOP12", "poiuytrewq99", "qazwsxedcrfv", "1qaz2wsx3edc", "!@#$%^&*()_+", "20112012 2013"),
        *("qsdfghjklm11", "abcd-1234-qwer"),
    ],
)
def test_rows_of_keyboard_alphabet_numbers_and_years_are_refused(password: str) -> None:
    assert rule(password) == Rule.PASSWORD_ROW


@pytest.mark.parametrize(
    "password",
    ["a" * 12, "-" * 128, "xkxkxkxkxkxk", "mwba-mwba-mwba", "x9x9x9x9x9x9x9", "é" * 20, "zzzzzzyyyyyy"],
)
def test_what_says_the_same_again_is_refused(password: str) -> None:
    assert rule(password) == Rule.PASSWORD_REPEATED


@pytest.mark.parametrize(
    "password",
    [
        *("kivu-ituri-kasai-2011", "uele-tshopo-2026", "correct horse battery staple", "vT9#kQz2!mWp"),
        *("kinshasa river mango ladder", "la police aime les mangues mûres", "河流芒果梯子云朵篮子竹灯笼锚"),
    ],
)
def test_a_password_of_its_own_is_taken_even_with_a_word_of_the_context_in_it(password: str) -> None:
    assert rule(password) is None


@given(
    st.lists(st.sampled_from(WORDS), min_size=4, max_size=4, unique=True),
    st.sampled_from([" ", "-", ".", ""]),
    st.booleans(),
)
def test_four_words_that_do_not_belong_together_are_always_taken(
    words: list[str], between: str, title: bool
) -> None:
    phrase = between.join(word.title() if title else word for word in words)
    assert why_not(phrase, AROUND) is None


@given(st.sampled_from(sorted(word for word in ALWAYS if len(word) > 4)), st.integers(0, 9999), st.booleans())
def test_a_word_of_the_context_with_digits_at_its_end_is_never_taken(
    word: str, digits: int, upper: bool
) -> None:
    disguised = word.translate(str.maketrans("aeios", "@310$"))
    for written in (word, disguised, word.upper() if upper else word.title()):
        assert why_not(f"{written}{digits:04}", ()) is not None


@given(st.text(max_size=128))
def test_whatever_is_typed_gets_an_answer(password: str) -> None:
    why_not(password, AROUND)
