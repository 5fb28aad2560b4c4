"""What is known of a person, as typed into their page."""

from dataclasses import dataclass

from prospects.conversations import Likelihood


@dataclass(frozen=True)
class ProspectFacts:
    """A person's own facts; empty means not known."""

    name: str
    organisation_name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    is_decision_maker: bool = False


@dataclass(frozen=True)
class Told:
    """What they told of their needs, timing and budget with a no, and how likely a yes is later."""

    needs: str = ""
    timing: str = ""
    budget: str = ""
    likelihood: Likelihood | None = None
    right_but_early: bool = False
