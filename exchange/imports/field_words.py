"""What a column can go to, in words, and which of it is offered for which kind of file."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from exchange.dialects.fields import Field, Kind

FIELDS: dict[Field, LazyText] = {
    Field.PERSON: _("Prospect, name"),
    Field.FIRST_NAME: _("Prospect, first name"),
    Field.LAST_NAME: _("Prospect, last name"),
    Field.EMAIL: _("Prospect, e-mail"),
    Field.PHONE: _("Prospect, phone"),
    Field.MOBILE: _("Prospect, mobile phone"),
    Field.JOB: _("Prospect, job title"),
    Field.LANGUAGE: _("Prospect, language"),
    Field.STREET: _("Address, street"),
    Field.POSTAL_CODE: _("Address, postal code"),
    Field.CITY: _("Address, city"),
    Field.REGION: _("Address, region"),
    Field.COUNTRY: _("Address, country"),
    Field.ORGANISATION: _("Organisation, name"),
    Field.ORGANISATION_DOMAIN: _("Organisation, website"),
    Field.TITLE: _("Deal, title"),
    Field.VALUE: _("Deal, value"),
    Field.CURRENCY: _("Deal, currency"),
    Field.CREATED_ON: _("Deal, begun on"),
    Field.SOURCE: _("Deal, source"),
    Field.OWNER: _("Deal, who looked after it"),
    Field.CLOSED_ON: _("Date of the no"),
    Field.LOST_ON: _("Date of the no, where filled in"),
    Field.REASON: _("Reason"),
    Field.THEIR_WORDS: _("In their words"),
    Field.COMPETITOR: _("Who they picked"),
    Field.NOTE: _("Notes"),
    Field.STAGE: _("How it ended: stage"),
    Field.STATUS: _("How it ended: status"),
    Field.IS_LOST: _("How it ended: a no, yes or no"),
    Field.IS_WON: _("How it ended: won, yes or no"),
    Field.IS_CLOSED: _("How it ended: closed, yes or no"),
    Field.IS_ACTIVE: _("How it ended: active, yes or no"),
    Field.PROBABILITY: _("How it ended: probability"),
    Field.IS_DELETED: _("Deleted, yes or no"),
    Field.RECORD_ID: _("Number of the row there"),
    Field.PERSON_ID: _("Number of the person there"),
    Field.ORGANISATION_ID: _("Number of the organisation there"),
}
KINDS: dict[Kind, LazyText] = {
    Kind.DEALS: _("Deals"),
    Kind.PEOPLE: _("People"),
    Kind.ORGANISATIONS: _("Organisations"),
}

_OF_AN_ORGANISATION = {Field.ORGANISATION, Field.ORGANISATION_DOMAIN, Field.RECORD_ID, Field.IS_DELETED}
_POSTAL = {Field.STREET, Field.POSTAL_CODE, Field.CITY, Field.REGION, Field.COUNTRY, Field.LANGUAGE}
_OF_A_PERSON = {
    Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.PHONE, Field.MOBILE, Field.JOB,
    Field.ORGANISATION_ID, *_POSTAL, *_OF_AN_ORGANISATION,
}  # fmt: skip
_OFFERED = {
    Kind.DEALS: set(Field) - _POSTAL,
    Kind.PEOPLE: _OF_A_PERSON,
    Kind.ORGANISATIONS: _OF_AN_ORGANISATION,
}


def offered(kind: Kind) -> list[tuple[Field, LazyText]]:
    """What the columns of a file of this kind can go to, with its words."""
    return [(field, words) for field, words in FIELDS.items() if field in _OFFERED[kind]]
