"""Pure: Pipedrive. Every header of a list names the thing before the field; older exports leave that out."""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(("Deal - Title",), ("Deal - ID", "Deal - Stage"), ("Deal - Status", "Deal - Value")),
    columns={
        Field.RECORD_ID: ("Deal - ID",),
        Field.TITLE: ("Deal - Title",),
        Field.VALUE: ("Deal - Value",),
        Field.CURRENCY: (
            "Deal - Currency of Value",
            "Deal - Currency",
            "Currency of value",
            "Currency",
        ),
        Field.LOST_ON: ("Deal - Lost time", "Deal - Lost date"),
        Field.CLOSED_ON: ("Deal - Deal closed on", "Deal - Closed on", "Deal - Won time"),
        Field.CREATED_ON: ("Deal - Deal created", "Deal - Add time", "Deal - Created"),
        Field.STAGE: ("Deal - Stage",),
        Field.STATUS: ("Deal - Status",),
        Field.REASON: ("Deal - Lost reason",),
        Field.OWNER: ("Deal - Owner",),
        Field.SOURCE: ("Deal - Source channel", "Deal - Source origin", "Deal - Source", "Deal - Label"),
        Field.NOTE: ("Deal - Notes", "Deal - Note"),
        Field.ORGANISATION: ("Deal - Organization", "Organization - Name"),
        Field.ORGANISATION_ID: ("Organization - ID", "Deal - Organization ID"),
        Field.PERSON: ("Deal - Contact person", "Person - Name"),
        Field.PERSON_ID: ("Person - ID", "Deal - Contact person ID"),
        Field.EMAIL: (
            "Person - Email - Work",
            "Person - Email",
            "Person - Email - Other",
            "Person - Email - Home",
        ),
        Field.PHONE: ("Person - Phone - Work", "Person - Phone", "Person - Phone - Other"),
        Field.MOBILE: ("Person - Phone - Mobile",),
        Field.JOB: ("Person - Job title",),
        Field.NO_MAIL: ("Person - Marketing status",),
    },
)
PEOPLE = Table(
    Kind.PEOPLE,
    marks=(("Person - Name",), ("Person - ID",)),
    columns={
        Field.RECORD_ID: ("Person - ID",),
        Field.PERSON: ("Person - Name",),
        Field.FIRST_NAME: ("Person - First name",),
        Field.LAST_NAME: ("Person - Last name",),
        Field.EMAIL: (
            "Person - Email - Work",
            "Person - Email",
            "Person - Email - Other",
            "Person - Email - Home",
        ),
        Field.PHONE: ("Person - Phone - Work", "Person - Phone", "Person - Phone - Other"),
        Field.MOBILE: ("Person - Phone - Mobile",),
        Field.JOB: ("Person - Job title",),
        Field.NO_MAIL: ("Person - Marketing status",),
        Field.ORGANISATION: ("Person - Organization", "Organization - Name"),
        Field.ORGANISATION_ID: ("Organization - ID",),
        Field.OWNER: ("Person - Owner",),
    },
)
ORGANISATIONS = Table(
    Kind.ORGANISATIONS,
    marks=(("Organization - Name",), ("Organization - ID",)),
    columns={
        Field.RECORD_ID: ("Organization - ID",),
        Field.ORGANISATION: ("Organization - Name",),
    },
)
PIPEDRIVE = Dialect("pipedrive", "Pipedrive", (DEALS, PEOPLE, ORGANISATIONS), lists_with=",")
