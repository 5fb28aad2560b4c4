"""How a page speaks to a buyer: in their language, formally where that language asks for it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from common.speaking import speak
from prospects.exit_lines import LineFacts, anrede, fill, first_name
from prospects.models import Prospect

# Translators: how a page greets; German: "Guten Tag, {anrede}."
HELLO = _("Hello {first_name}.")


def speak_to(request: HttpRequest, person: Prospect) -> None:
    """The rest of this answer is in their language, where we speak it."""
    if person.language in dict(settings.LANGUAGES):
        speak(request, person.language)


def greeting(person: Prospect) -> str:
    """How a page greets them, in the language that is active."""
    return _addressed(HELLO, person)


def _addressed(line: LazyText, person: Prospect) -> str:
    formal = anrede(person.form_of_address, person.name)
    return fill(str(line), LineFacts(first_name=first_name(person.name), anrede=formal))
