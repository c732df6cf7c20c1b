"""Every statement of the deck can be found in the product, where the README's table says."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from coordination.models import User
from tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]

CODING = make.FIXTURES / "drc-ownership-coding.json"
#: The slides in order, by the words of their head, and what stands on each.
DECK = {
    "Some success criteria for partnership on SSR": """
        From the government side:
        An agreed whole of partner government vision and objectives
        A genuinely government owned strategy
        Difficult policy choices and reforms
        From development partners:
        Adequate resources for changes that need to be made
        United political support""",
    "Ownership and leadership – why do they matter?": """
        Security & justice are sovereignty issues
        Government will have control of its security system and wants to keep it that way
        So you can't provide security for a government like you can provide health or education
        This implies that if you are going to help them change:
        You must do things they want to do
        You must do things that help them change
        Experience tells us that if you don't have adequate government ownership \
        and leadership then the security sector is very unlikely to be reformed.""",
    "Working with partners: understand their objectives": """
        Bilateral objectives or SSR?
        Are partners mostly interested in helping themselves or in helping government?""",
    "Issue of legitimate bilateral work versus support for SSR": """
        Small scale training for officers
        Border controls
        Intelligence cooperation
        Donating unwanted equipment
        Objective is often to benefit home country
        Doesn't require political will to implement
        Can detract from SSR requirements""",
    "Working with government: identify the common ground": """
        Identify the common ground with government – however limited
        Agree shared objectives
        Example: Chain of Payments project""",
    "What can go wrong?": """
        Partner government gets confused by different advice – leading to loss of focus and political will
        High transaction costs from lots of partners – leaving no time for reform
        Duplication – waste of resources
        Incompatible equipment or training undermines operational capacity""",
    "Examples": """
        DRC defence reform: too many development partners pushing their ideas of what needs to be done?
        DRC police reform: Public Order training provided to different standards and needing different equipment?
        DRC: TA to Electoral Commission opaque?""",
    "Ownership and leadership: Election Security arrangements": """
        Strong political will from minister
        Steering and technical committees chaired by Congolese
        All key partners (national and international) involved
        Congolese involved from the start on design – no presenting plans for « appropriation »
        Congolese strategy supported by all development partners
        TA provided to help Congolese present own plans to their bosses – and based in Police HQ
        Lots of discussions between national and international partners
        Adequate financial and technical resources
        Monitoring information provided to Congolese and development partners equally""",
    "Ownership and leadership: Mixed Justice Commission": """
        Strong consensual basis for setting it up
        Minister chairing with donor representative
        Time taken to get ToRs right
        Secretariat led by Congolese and funded by donors
        Technical lead of ministry with TA back up where needed
        Donor lead to keep development partners together""",
    "Where can it go wrong? Substitution to promote efficiency?": """
        CCRSS set up in 2005 with Defence sub-committee
        Chaired by MONUC officer because « no suitable Congolese available »
        Delivered little of real value
        Would a chairman appointed by the minister have delivered more – even \
        if this person was incompetent, inefficient and corrupt?""",
    "Where can it go wrong? Ownership without partnership?": """
        Uncritical acceptance of government ideas
        Provision of equipment and training as requested
        Doesn't address underlying problems
        Doesn't deliver results government wants
        Provision of training and equipment to FARDC?""",
    "Ownership and leadership: ideas for getting it right": """
        Take time to understand real government objectives
        Provide TA to help government understand what it needs to realise its objectives
        Identify common ground - don't be overambitious on what you can achieve together
        Involve government at earliest stage of design
        Give government as much control as possible
        Make sure national partners have the right tools
        Regular political dialogue on progress""",
    "Coordination: ideas for getting it right": """
        Requires clear government strategy and objectives that all development partners buy into
        A secretariat to prepare meetings
        Government must coordinate its own input
        Development partners need to coordinate their positions
        Development assistance must be in support of common plan and coordinated through agreed structures
        Agreed division of labour can be useful – but beware of dependency
        Government can need help with any or all of these requirements""",
    "Examples of coordination structures: GTSE/CPSE": """
        Clear strategy and objectives?
        All partners support it?
        Effective secretariat?
        Government is coordinated?
        Development partners are coordinated?
        Agreed division of labour?
        Government supported on coordination?""",
    "Examples of coordination structures: CMJ": "Most\nBroadly\nNot yet",
    "Examples of coordination structures: CCRSS": "not known",
    "So how do you do it?": """
        Getting to know your partners – national and international
        Spending a lot of time in meetings!
        And a lot of time on the phone!
        Build trust by delivering
        Keep focused on why it's important
        Be ready to make trade-offs""",
}
#: A row of the README's table: the slide, and where its content is.
ROW = re.compile(r"^\| (?P<slide>[^|]+?) \| (?P<places>[^|]*`/[^|]*`[^|]*) \|$", re.MULTILINE)


def places() -> dict[str, tuple[str, ...]]:
    """The README's table: slide → addresses."""
    readme = (Path(settings.BASE_DIR) / "README.md").read_text()
    return {row["slide"]: tuple(re.findall(r"`(/[^`]*)`", row["places"])) for row in ROW.finditer(readme)}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)).replace("’", "'")).strip()


@pytest.fixture
def pages_of(cast: make.Cast, client_of: ClientOf) -> Callable[[str], str]:
    """The words of a page as the partners' adviser reads it in English."""
    make.load(CODING)
    browser = client_of(cast.amina)
    known: dict[str, str] = {}

    def words(address: str) -> str:
        if address not in known:
            response = browser.get(address, follow=True)
            assert response.status_code == 200, address
            known[address] = plain(response.content.decode())
        return known[address]

    return words


def test_the_readme_has_a_place_for_every_slide() -> None:
    assert [slide for slide in places() if slide in DECK] == list(DECK)
    assert all(resolve(address.split("?")[0].split("#")[0]) for each in places().values() for address in each)


@pytest.mark.parametrize("slide", DECK)
def test_every_statement_of_the_slide_stands_where_the_readme_says(
    slide: str, pages_of: Callable[[str], str]
) -> None:
    said = " ".join(pages_of(address) for address in places()[slide])
    missing = [line.strip() for line in DECK[slide].strip().splitlines() if plain(line) not in said]
    assert not missing, f"not found at {places()[slide]}: {missing}"
