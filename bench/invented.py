"""Pure: who and what the seeded people are. The n-th of anything is always the same."""

ODD = 0x9E3779B97F4A7C15F39CC0605CEDC835
ALL = (1 << 128) - 1

FIRST = (
    "Ada", "Amira", "Anders", "Anika", "Ben", "Bruno", "Carla", "Chen", "Clara", "Dario", "Dilek",
    "Edda", "Elif", "Emil", "Eva", "Farid", "Femke", "Finn", "Greta", "Hana", "Henrik", "Ines", "Ivo",
    "Jana", "Jonas", "Julia", "Kai", "Katrin", "Lars", "Lea", "Levin", "Lina", "Luca", "Maja", "Malte",
    "Maren", "Mats", "Mira", "Nadia", "Nico", "Nora", "Olga", "Oskar", "Paula", "Pavel", "Petra",
    "Quentin", "Rana", "Rasmus", "Rita", "Robin", "Rosa", "Samir", "Sara", "Selma", "Sven", "Tara",
    "Theo", "Tilda", "Uwe", "Vera", "Wanda", "Yara", "Yusuf", "Zoe",
)  # fmt: skip
LAST_HEAD = (
    "Alt", "Berg", "Brand", "Dorn", "Eich", "Falk", "Fuchs", "Gold", "Hal", "Hart", "Hol", "Kern",
    "Kling", "Lind", "Mar", "Nord", "Ost", "Rein", "Sand", "Stein", "Tal", "Vogt", "Wald", "Wies",
    "Zell",
)  # fmt: skip
LAST_TAIL = (
    "ach", "au", "bach", "berg", "brook", "dal", "dorf", "en", "er", "feld", "haus", "heim", "hoff",
    "holm", "horst", "ing", "land", "mann", "quist", "rode", "sen", "stad", "ström", "wald", "wig",
)  # fmt: skip
PLACE = (
    "Alder", "Amber", "Basalt", "Birch", "Cedar", "Cobalt", "Copper", "Delta", "Ember", "Fjord",
    "Flint", "Granite", "Harbour", "Heath", "Indigo", "Juniper", "Lagoon", "Maple", "Meadow", "Onyx",
    "Pine", "Quartz", "Raven", "River", "Saffron", "Slate", "Spruce", "Thistle", "Umber", "Willow",
)  # fmt: skip
TRADE = (
    "Logistics", "Foods", "Textiles", "Software", "Energy", "Tools", "Clinics", "Media", "Glass",
    "Bikes", "Paper", "Optics", "Robotics", "Seeds", "Boats", "Bakery",
)  # fmt: skip
TITLE = (
    "Head of Operations", "Buyer", "Managing Director", "IT Lead", "Head of Sales", "Owner",
    "Plant Manager", "",
)  # fmt: skip
OFFER = ("Rollout", "Pilot", "Retainer", "Audit", "Training", "Licence", "Support", "Migration")
CONVERSATION = (
    "not_a_priority", "competitor_chosen", "better_fit_elsewhere", "staying_with_supplier",
    "drifted", "cannot", "not_a_priority", "unknown",
)  # fmt: skip
TOLD_BY = ("call", "mail", "met", "call", "silence")
LIKELIHOOD = ("", "fair", "high", "low")
WHY = (
    "The budget is spent until", "We stay with what we have because of", "The others were quicker with",
    "Our board stopped every project for", "It does not fit beside", "Nobody here has time for",
    "We build it ourselves after",
)  # fmt: skip
WHAT = (
    "the new warehouse", "single sign-on", "the move to the cloud", "the merger", "the data centre",
    "the audit in spring", "the Danish subsidiary", "two people on parental leave", "a framework contract",
    "the price of the licence", "our own stock system", "the old machines in hall three",
)  # fmt: skip


def key(kind: int, number: int) -> str:
    """An id as 32 hex digits: scattered like a random one, the same on every run."""
    return f"{((number * 64 + kind) * ODD) & ALL:032x}"


def person(n: int) -> tuple[str, str]:
    """First and last name."""
    last = LAST_HEAD[n // 7 % len(LAST_HEAD)] + LAST_TAIL[n // 175 % len(LAST_TAIL)]
    return FIRST[n * 31 % len(FIRST)], last


def organisation(n: int) -> str:
    """Where they work; no two alike."""
    return f"{PLACE[n % len(PLACE)]} {TRADE[n // 30 % len(TRADE)]} {n}"


def words(n: int) -> str:
    """Why they said no, in their words."""
    return f"{WHY[n % len(WHY)]} {WHAT[n // 7 % len(WHAT)]}. Ask me again about {WHAT[n // 5 % len(WHAT)]}."
