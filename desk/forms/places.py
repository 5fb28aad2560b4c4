"""Countries, regions, languages and time zones as people type them."""

import re
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.countries import COUNTRIES
from accounts.models import known_zones
from common.remembered import once_a_language
from common.text import clean_line

LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class CountryField(forms.Field):
    """A country by its two letters or its name, as the two letters; empty is ""."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        """The code; raises ValidationError."""
        typed = clean_line(str(value or ""))
        if not typed or typed.upper() in COUNTRIES:
            return typed.upper()
        folded = typed.casefold()
        found = codes_by_name(get_language() or "en").get(folded) or codes_by_name("en").get(folded)
        if found is None:
            raise forms.ValidationError(_("We don't know this country. Two letters will do, such as NO."))
        return found


class CountriesField(CountryField):
    """Countries by their letters or names, with commas between them, as their letters: "AT,DE"."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def to_python(self, value: Any) -> str:
        """The codes in their order, each once; raises ValidationError, naming the one we don't know."""
        codes = ",".join(sorted({self._code(part) for part in str(value or "").split(",") if part.strip()}))
        if len(codes) > self.max_length:
            raise forms.ValidationError(_("That is too many."))
        return codes

    def _code(self, typed: str) -> str:
        try:
            return super().to_python(typed)
        except forms.ValidationError as wrong:
            sentence = _("We don't know the country “%(name)s”. Two letters will do, such as NO.")
            raise forms.ValidationError(sentence, params={"name": clean_line(typed)[:60]}) from wrong

    def prepare_value(self, value: Any) -> Any:
        """The names where codes are stored; what was typed stays as it is."""
        parts = str(value or "").split(",")
        return ", ".join(str(COUNTRIES.get(part.strip(), part.strip())) for part in parts)


@once_a_language(8)
def codes_by_name(language: str) -> dict[str, str]:
    """The countries of COUNTRIES by their folded name in a language."""
    with override(language):
        return {str(name).casefold(): code for code, name in COUNTRIES.items()}


class ZoneField(forms.Field):
    """A time zone by its name or its city ("Europe/Oslo", "Oslo"), as the name; empty is ""."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        """The name; raises ValidationError."""
        typed = clean_line(str(value or ""))
        found = zones_by_name().get(typed.casefold().replace(" ", "_"), "")
        if typed and not found:
            raise forms.ValidationError(
                _("We don't know this time zone. A large city will do, such as Oslo.")
            )
        return found


@cache
def zones_by_name() -> dict[str, str]:
    """Time zones by their name and by their city, folded; a city of two zones is none."""
    cities: dict[str, set[str]] = {}
    for zone in known_zones():
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/")):
            cities.setdefault(zone.rpartition("/")[2].casefold(), set()).add(zone)
    named = {city: min(zones) for city, zones in cities.items() if len(zones) == 1}
    return named | {zone.casefold(): zone for zone in known_zones()}


class LanguageField(forms.CharField):
    """A language by its code, such as de or pt-BR; empty is ""."""

    def to_python(self, value: Any) -> str:
        """The code; raises ValidationError."""
        typed = clean_line(super().to_python(value) or "")
        if typed and not LANGUAGE_CODE.fullmatch(typed):
            raise forms.ValidationError(_("Two letters will do, such as de."))
        return typed
