"""What a column can go to, in words, and which of it is offered for which kind of file."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from exchange.dialects.fields import WISHES, Field, Kind

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
    Field.OWNER: _("Deal, owner"),
    Field.CLOSED_ON: _("Date of the no"),
    Field.LOST_ON: _("Date of the no, if given"),
    Field.REASON: _("Reason"),
    Field.THEIR_WORDS: _("In their words"),
    Field.COMPETITOR: _("Who they picked"),
    Field.NOTE: _("Notes"),
    Field.STAGE: _("Ended: stage"),
    Field.STATUS: _("Ended: status"),
    Field.IS_LOST: _("Ended: a no?"),
    Field.IS_WON: _("Ended: a yes?"),
    Field.IS_CLOSED: _("Ended: closed?"),
    Field.IS_ACTIVE: _("Ended: still active?"),
    Field.PROBABILITY: _("Ended: probability"),
    Field.IS_DELETED: _("Deleted there?"),
    Field.NO_CONTACT: _("Wants no contact"),
    Field.NO_MAIL: _("Wants no mail"),
    Field.NO_SERIES: _("Wants no newsletter"),
    Field.NO_CALLS: _("Wants no calls"),
    Field.PERMISSION: _("Permission"),
    Field.PERMISSION_ON: _("Permission: since"),
    Field.PERMISSION_SOURCE: _("Permission: where from"),
    Field.RECORD_ID: _("Number there"),
    Field.PERSON_ID: _("Prospect, number there"),
    Field.ORGANISATION_ID: _("Organisation, number"),
}
KINDS: dict[Kind, LazyText] = {
    Kind.DEALS: _("Deals"),
    Kind.PEOPLE: _("People"),
    Kind.ORGANISATIONS: _("Organisations"),
}
NOT_KNOWN = _("Not known yet")

_OF_AN_ORGANISATION = {Field.ORGANISATION, Field.ORGANISATION_DOMAIN, Field.RECORD_ID, Field.IS_DELETED}
_POSTAL = {Field.STREET, Field.POSTAL_CODE, Field.CITY, Field.REGION, Field.COUNTRY, Field.LANGUAGE}
_OF_A_PERSON = {
    Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.PHONE, Field.MOBILE, Field.JOB,
    Field.ORGANISATION_ID, *WISHES, *_POSTAL, *_OF_AN_ORGANISATION,
}  # fmt: skip
_OFFERED = {
    Kind.DEALS: set(Field) - _POSTAL,
    Kind.PEOPLE: _OF_A_PERSON,
    Kind.ORGANISATIONS: _OF_AN_ORGANISATION,
}


def offered(kind: Kind) -> list[tuple[Field, LazyText]]:
    """What the columns of a file of this kind can go to, with its words."""
    return [(field, words) for field, words in FIELDS.items() if field in _OFFERED[kind]]
