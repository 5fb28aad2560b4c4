"""What is known of a person, as typed into their page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProspectFacts:
    """A person's own facts; empty means not known."""

    name: str
    organisation_name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    is_decision_maker: bool = False
