"""The language of one answer, where it is not that of whoever is signed in."""

from django.http import HttpRequest
from django.utils import translation


def speak(request: HttpRequest, language: str) -> None:
    """The rest of this answer is in the language of whom the address is for."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()
