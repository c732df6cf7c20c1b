"""One idea, one word, in both languages: no word that the plain words replaced comes back.

Read are the catalogue of translations (every text of pages, mails, files and messages, in both languages), what
templates say outside of it, the questionnaire, and the shipped data but for the words of the deck.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "coordination" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
QUESTIONNAIRES = ROOT / "fixtures" / "instruments"
DATA = ROOT / "fixtures"
LANGUAGES = ("en", "fr")

#: What is not said any more, by language: whole words, whatever their case unless a capital is what is wanted; with
#: the word that is said.
OLD = {
    "en": {
        r"figures?": "score",
        r"raters?|rated? by": "assessor, to score",
        r"over time": "changes",
        r"\Atwo sides": "two views",
        r"voices?": "seen by, view",
        r"certain|certainly|certainty": "unhedged, or could, may, at least",
        r"plain|in doubt": "firm, not sure",
        r"open answers?": "missing or doubtful answers",
        r"placed": "ranked",
        r"depends? on the weights": "too close to call",
        r"in at least .{1,12} of all weightings": "holds for almost any weights",
        r"whatever the weights": "however you weigh the criteria",
        r"close the gap|find out first": "improve, ask first",
        r"\Aact\Z|\Ashow\Z": "fix now, Apply",
        r"causes? (?:not )?stated": "reason",
        r"make a commitment|released": "turn into a commitment, cancelled by agreement",
        r"kept (?:on time|late)|not kept": "done, not done",
        r"what it rests on": "evidence",
        r"take it back|taken back|recall(?:ed)?": "withdraw to edit",
        r"fixtures?|\Aload\Z|load(?:s|ed)? (?:it|them|one|a (?:file|fixture))": "import data",
        r"instruments?": "questionnaire",
        r"a warning\?|no prompt": "worth a look, answers raise no flag",
        r"good day|what waits for you": "Hello, To do",
        r"appropriation": "ownership",
        r"medium|very weak|very strong": "middling, weak",
        r"first or level with:": "first or level with",
        r"score open by|ahead now": "the score could still vary by",
        r"doubtful: one level either side": "one level higher or lower",
        r"some criterion of|a criterion or more": "at least one criterion",
        r"both together: …": "criterion by criterion",
        r"survives? leaving out": "holds whichever is left out",
        r"gives weight to one of": "gives weight to at least one of these",
    },
    "fr": {
        r"valeurs?": "score",
        r"notateur\w*|noter|notez|notent|not(?:ée?|és|ées)": "évaluateur, évaluer",
        r"cycles?|vagues?": "campagne (d’évaluation)",
        r"voix": "point de vue",
        r"dans le temps": "évolution",
        r"côtés?": "partie",
        r"(?:amélioration|recul|changement|écart|différence)s? certaine?s?|avec certitude|certitude": "en progrès …",
        r"net|nette|nets|nettes": "ferme",
        r"sans objet": "non applicable",
        r"pour l’essentiel|en partie": "En grande partie, Partiellement",
        r"réponses? ouvertes?": "réponses manquantes ou incertaines",
        r"quels que soient les poids": "quelle que soit la pondération des critères",
        r"combler l’écart|s’informer d’abord": "améliorer, se renseigner d’abord",
        r"tirer un engagement|levé": "formuler un engagement, annulé d’un commun accord",
        r"rappeler|rappelée?": "retirer pour modifier",
        r"jeux? de données|charger": "importer des données",
        r"instruments?": "questionnaire",
        r"(?:cela|ça) dépend (?:des poids|de la pondération)": "trop proches pour trancher",
        r"(?:dans|pour) au moins .{1,12} de toutes les pondérations": "reste vrai pour presque toutes les pondérations",
        r"ne (?:peut|peuvent) (?:pas )?être (?:placée?s?|classée?s?)": "trop peu d’informations pour un classement",
        r"très (?:faibles?|forts?)|confiance (?:faible|moyenne|élevée)": "faible, fort, peu étayé …",
        r"bonne journée|ce qui vous attend|\Achercher\Z": "Bonjour, À faire, Rechercher",
        r"non connue?s?": "inconnu",
        r"changements? (?:réel|nette?)s?|un changement|\Achangements?\Z": "évolution",
        r"causes? (?:non )?indiquées?": "raison",
        r"rien à signaler": "aucun signal dans les réponses",
        r"partenaires au développement": "partenaires techniques et financiers (PTF)",
        r"preuves?|éléments? de preuve": "éléments à l’appui",
        r"envoyée?s?(?= le|$)|révélée?s?|révélation": "transmise, ouverte aux deux parties",
        r"(?-i:gouvernement)": "le Gouvernement",
        r"\Aafficher\Z": "Appliquer",
        r"reste ouvert de": "pourrait encore varier de",
        r"écarts? assurée?s?": "écart établi",
        r"scores disjoints": "scores séparés",
        r"\Atrop peu connues": "à score trop peu connu",
        r"à égalité avec cette pondération": "à égalité selon cette pondération",
        r"un niveau de part et d’autre\Z": "un niveau de plus ou de moins",
        r"campagnes?(?: est| sont| a été| ont été)? fermée?s?|ferm(?:e|er|ez|ent) (?:une|la|les|cette) campagnes?|"
        r"clôtur(?:er|ez|ent|erait|ée?s?)": "clore, close, clôture",
        r"pas sûre?s? \?": "incertaine",
    },
}
#: Where such a word says something else; each with its reason.
EXCEPTIONS = {
    "en": {
        r"certain and possible": "what Corrente, Greco and Słowiński call it",
        r"sans appropriation": "French, beside the deck's words in a template",
        r"instruments (?:for a band|pour une fanfare)": "those of musicians",
    },
    "fr": {
        r"instruments pour une fanfare": "those of musicians",
        r"à côté": "beside",
        r"au moins en partie": "at least in part",
        r"d’un gouvernement": "of any government, not of the Government",
        r"valeur de machine": "what is no word",
        r"certain et possible": "what Corrente, Greco and Słowiński call it",
        r"côte à côte": "side by side",
        r"pas d’évolution nette": "the plain words for no clear change",
    },
}
#: The deck's own words, and in its transcription what quotes them.
DECK = frozenset({"quote", "slide"})
#: What stands for one of a closed list of codes; pages say it in words of the catalogue.
CODES = frozenset({"state"})
DECK_BESIDE = frozenset({"verbatim", "basis", "title"})
#: What tells a French text of the data from an English one.
FRENCH = re.compile(r"[àâçèéêîôùû’]|\b(?:le|la|les|des|du|une|et)\b", re.I)


def catalogue() -> Iterator[tuple[str, str]]:
    """Yield every text of the catalogue that is in use, with its language."""
    for entry in CATALOGUE.read_text(encoding="utf-8").split("\n\n")[1:]:
        if entry.startswith("#~"):
            continue
        for name, lines in re.findall(r'^(msg\w+(?:\[\d\])?) ((?:".*"\n?)+)', entry, re.M):
            if name != "msgctxt":
                said = "".join(ast.literal_eval(line) for line in lines.strip().split("\n"))
                yield ("fr" if name.startswith("msgstr") else "en"), said


def templates() -> Iterator[tuple[str, str]]:
    """Yield what templates say outside of the catalogue: the same words for readers of both languages."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r"(?s)\{%\s*(?:blocktranslate|comment).*?\{%\s*end(?:blocktranslate|comment)\s*%\}", " ", text
        )
        text = re.sub(r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text)
        for language in LANGUAGES:
            yield language, " ".join(text.split())


def questionnaires() -> Iterator[tuple[str, str]]:
    """Yield the texts of the shipped questionnaires; their English lines from 2008 say “government” and the like."""

    def texts(value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if set(value) == set(LANGUAGES):
                yield from value.items()
            for each in value.values():
                yield from texts(each)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each)

    for path in sorted(QUESTIONNAIRES.glob("*.json")):
        yield from texts(json.loads(path.read_text(encoding="utf-8")))


def data() -> Iterator[tuple[str, str]]:
    """Yield the texts of the shipped data, but for what the deck itself says."""

    def texts(value: Any, key: str, *, is_source: bool) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if set(value) == set(LANGUAGES):
                yield from value.items()
                return
            for name, each in value.items():
                yield from texts(each, name, is_source=is_source)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each, key, is_source=is_source)
        elif isinstance(value, str) and not (key in DECK | CODES or is_source and key in DECK_BESIDE):
            yield ("fr" if FRENCH.search(value) else "en"), value

    for path in sorted(DATA.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        is_source = isinstance(document, dict) and document["origin"] == "source"
        yield from texts(document, "", is_source=is_source)


def old_words(language: str, text: str) -> list[str]:
    """Return each old word of a text, with what is said instead."""
    text = re.sub(r"%\(\w+\)[sd]", "…", text).replace("\u202f", " ").replace("\u00a0", " ")
    for exception in EXCEPTIONS[language]:
        text = re.sub(rf"\b{exception}\b", " ", text, flags=re.I)
    return [
        f"{found[0]} → {instead}"
        for old, instead in OLD[language].items()
        for found in re.finditer(rf"(?<!\w)(?:{old})(?!\w)", text, re.I)
    ]


@pytest.mark.takes_long
@pytest.mark.parametrize("read", [catalogue, templates, questionnaires, data], ids=lambda each: each.__name__)
def test_no_old_word_comes_back(read: Any) -> None:
    found = [f"{word}: {text}" for language, text in read() for word in old_words(language, text)]
    assert found == []


def unspaced(text: str) -> list[str]:
    """Return each sign after a value or a word of a template that French readers would see without its narrow space.

    Where the sign is for both languages, the space is behind ``language == "fr"``.
    """
    text = re.sub(r"(?s)\{#.*?#\}|<pre.*?</pre>|\{%\s*(blocktranslate|comment).*?\{%\s*end\1\s*%\}", "", text)
    text = re.sub(r'\{% if language == "fr" %\}(?:&#8239;|\u202f)\{% endif %\}[:;?!]', "", text)
    text = re.sub(r"(?s)\{%.*?%\}|<[^>]*>", "", re.sub(r"(?s)\{\{.*?\}\}", "…", text))
    return re.findall(r"[\w…’]+ [?!](?=\s)|[\w…’]* ?(?<![\w\u202f])[:;»](?=\s)", text)


def test_signs_in_templates_have_the_narrow_space_of_french() -> None:
    found = {
        path.name: signs
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (signs := unspaced(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text", ["<b>{{ side }}</b>: {{ words }}", "<b>: {{ name }}</b>", "corrompu ? Oui", "il faut : dire"]
)
def test_a_sign_without_its_narrow_space_is_found(text: str) -> None:
    assert unspaced(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exception_is_needed(language: str) -> None:
    said = " ".join(
        text
        for read in (catalogue, templates, questionnaires, data)
        for each, text in read()
        if each == language
    )
    said = said.replace("\u202f", " ")
    assert [each for each in EXCEPTIONS[language] if not re.search(rf"\b{each}\b", said, re.I)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("en", "The raters of this voice"),
            ("en", "Load the fixture of an instrument"),
            ("en", "Certainly, whatever the weights"),
        ),
        *(
            ("fr", "les deux côtés du gouvernement"),
            ("fr", "Notez la valeur"),
            ("fr", "Le cycle est sans objet"),
            ("fr", "Cette campagne est fermée : pas sûr ?"),
        ),
    ],
)
def test_an_old_word_is_found(language: str, text: str) -> None:
    assert len(old_words(language, text)) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "An operative explained the configuration"), ("fr", "À côté, le Gouvernement annote le score")],
)
def test_a_word_that_only_looks_like_an_old_one_is_left_alone(language: str, text: str) -> None:
    assert old_words(language, text) == []
