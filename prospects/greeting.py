"""How what is written to somebody begins."""

from django.utils.translation import pgettext_lazy

from prospects.exit_lines import LineFacts, anrede, fill, first_name
from prospects.lines import text_in

# Translators: how a letter begins, to somebody whose title isn't known; German: "Guten Tag {anrede},".
DEAR = pgettext_lazy("letter", "Dear {first_name},")
DEAR_MRS = pgettext_lazy("letter to somebody addressed as Frau", "Dear {first_name},")
DEAR_MR = pgettext_lazy("letter to somebody addressed as Herr", "Dear {first_name},")


def salute(name: str, form_of_address: str, language: str) -> str:
    """How a letter to somebody of this name begins."""
    formal = anrede(form_of_address, name)
    title = formal.partition(" ")[0].casefold()
    dear = {"frau": DEAR_MRS, "herr": DEAR_MR}.get(title, DEAR)
    called = first_name(name) or formal or name
    return fill(text_in(language, dear), LineFacts(first_name=called, anrede=formal or name))
