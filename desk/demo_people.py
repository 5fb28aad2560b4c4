"""The invented people of the demonstration: name, organisation, role, what was offered, value, kind, words."""

from dataclasses import dataclass
from decimal import Decimal

from prospects.conversations import ExitConversation


@dataclass(frozen=True)
class Story:
    """One invented no."""

    name: str
    organisation: str
    title: str
    offer: str
    value: Decimal
    conversation: ExitConversation
    words: str


_STORIES = """
Ingrid Solheim|Havbruk Nordic|COO|S&OP redesign, two sites|48000|not_a_priority|Come back once the new plant is up.
Priya Raman|Lumen Dental|CFO|Planning system|31000|staying_with_supplier|They know our systems. It isn't the year to change.
Chloé Marchand|Atelier Rivage|Managing director|Stock review|12500|not_a_priority|Ask me again once the board has signed the numbers.
Walter Brandt|Brandt Präzision|Managing director|Shift planning|27400|cannot|Nobody has hands free before the summer.
Łukasz Wójcik|Polmar Logistics|Head of planning|Forecast pilot|18900|not_a_priority|Call me when our first quarter is behind us.
Aisha Bello|Brightwater Foods|Operations director|Waste programme|39500|competitor_chosen|The others could start in May.
Tom Whitfield|Whitfield & Sons|Owner|Inventory health check|9800|drifted|
Jonas Lindqvist|Skogsgård|Supply chain manager|Planner training|22000|competitor_chosen|We've gone with someone else, but I liked your people.
Marta Lindner|Lindner Optik|Managing director|ERP readiness|16700|not_a_priority|Not before the new ERP is in.
Daniel Okonkwo|Brightwell Foods|Plant manager|Line balancing|33000|unknown|I'd rather not go into it.
Piet Claes|Noordzee Vis|Buyer|Cold chain study|14200|better_fit_elsewhere|Theirs knows fish. Yours knows factories.
Pauline Roux|Roux Emballages|Director|Packaging flow|25800|staying_with_supplier|The contract runs another year.
Sofia Almeida|Cortiça Lda|Head of operations|Cork yield study|11900|cannot|Head office has forbidden new projects.
Henrik Dahl|Dahl Marine|Technical director|Spare parts planning|45500|better_fit_elsewhere|You have no module for the yard.
Elif Kaya|Kaya Tekstil|CEO|Season forecast|28750|not_a_priority|First the new hall, then the rest.
Matteo Ricci|Ricci Ceramiche|Plant manager|Kiln scheduling|37200|competitor_chosen|They were here in person four times.
Hannah Vogel|Vogel Medizintechnik|Head of purchasing|Supplier review|19400|staying_with_supplier|Changing costs me a year of validation.
Rory Campbell|Campbell Cider|Founder|Harvest planning|8600|drifted|
Yuki Tanaka|Tanaka Instruments|COO|Demand sensing|52000|cannot|Our parent decides this in Osaka.
Anouk de Wit|De Wit Bloemen|Director|Route planning|15300|not_a_priority|After Mother's Day, please. Not before.
Samuel Mensah|Volta Solar|Head of projects|Project planning|23600|better_fit_elsewhere|We needed it in the field, offline.
Freya Jensen|Jensen Møbler|Factory manager|Order promising|29900|competitor_chosen|It was close. They had a reference next door.
Diego Herrera|Herrera Hermanos|Commercial director|Price study|10400|unknown|
Nora Fitzgerald|Fitzgerald Dairy|Managing director|Cold store layout|41200|drifted|Things have moved. I'll be in touch.
Oskar Nowak|Nowak Transport|Owner|Dispatch tool|13800|staying_with_supplier|My brother-in-law wrote ours.
Camille Laurent|Laurent & Fils|CFO|Working capital review|36000|not_a_priority|No money this year. Next year perhaps.
Ben Achterberg|Achterberg Bouw|Planner|Site logistics|20700|we_declined|We'd have needed you on site every week.
Leila Haddad|Haddad Pharma|Quality director|Batch release|58000|cannot|The auditors want nothing new before November.
Viktor Petrov|Petrov Glass|Plant director|Furnace campaign|34500|competitor_chosen|The board knew their name.
Grace Nakamura|Pacific Bikes|Head of operations|Assembly flow|17600|better_fit_elsewhere|Nice, but too big for us.
Emil Sørensen|Sørensen Robotics|CTO|Parts planning|30500|not_a_priority|Two launches first.
Tessa Morgan|Morgan Mills|Site manager|Changeover study|12100|drifted|
Arjun Mehta|Mehta Spices|Director|Blend scheduling|21900|staying_with_supplier|The old system still does it.
Clara Hoffmann|Hoffmann Druck|Managing director|Press scheduling|26300|unknown|The decision fell above me.
Isaac Levy|Levy Optics|VP operations|Lens planning|47000|competitor_chosen|They threw in the training.
Maja Kovač|Kovač Wines|Owner|Bottling plan|9200|not_a_priority|Ask me when the harvest is in.
Duncan Reid|Reid Fasteners|Operations manager|Kanban roll-out|18200|we_declined|You were right, it's too small for you.
Amélie Fontaine|Fontaine Cosmétique|Supply chain director|Launch planning|43700|better_fit_elsewhere|They speak Shopify. You don't yet.
Stefan Gruber|Gruber Maschinenbau|Head of production|Bottleneck study|32800|cannot|Short time until spring. Nothing moves.
Zoë Papadaki|Papadaki Foods|Director|Freshness programme|15900|not_a_priority|After Easter we can talk.
"""


def stories() -> list[Story]:
    """Every invented no, in order."""
    return [_story(line) for line in _STORIES.strip().splitlines()]


def _story(line: str) -> Story:
    name, organisation, title, offer, value, conversation, words = line.split("|")
    return Story(name, organisation, title, offer, Decimal(value), ExitConversation(conversation), words)
