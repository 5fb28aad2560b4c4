"""Pure: HubSpot. Headers follow the account's language; these are the English ones."""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(
        ("Deal Name", "Deal Stage"),
        ("Deal Name", "Pipeline"),
    ),
    columns={
        Field.RECORD_ID: ("Record ID", "Deal ID"),
        Field.TITLE: ("Deal Name",),
        Field.VALUE: ("Amount", "Amount in company currency"),
        Field.CURRENCY: ("Currency",),
        Field.CLOSED_ON: ("Close Date",),
        Field.CREATED_ON: ("Create Date",),
        Field.STAGE: ("Deal Stage",),
        Field.IS_LOST: ("Is closed lost",),
        Field.IS_CLOSED: ("Is Deal Closed?",),
        Field.IS_WON: ("Is Closed Won",),
        Field.REASON: ("Closed Lost Reason",),
        Field.OWNER: ("Deal owner",),
        Field.SOURCE: ("Original Traffic Source", "Original Source Type", "Lead Source", "Deal source"),
        Field.NOTE: ("Deal Description", "Description"),
        Field.ORGANISATION: (
            "Associated Company (Primary)",
            "Primary Associated Company",
            "Associated Company",
        ),
        Field.ORGANISATION_ID: ("Associated Company IDs (Primary)", "Associated Company IDs"),
        Field.ORGANISATION_DOMAIN: ("Associated Company Domain",),
        Field.PERSON: ("Associated Contact", "Associated Contacts"),
        Field.PERSON_ID: ("Associated Contact IDs",),
        Field.EMAIL: ("Associated Contact Email", "Associated Contact Emails"),
    },
)
PEOPLE = Table(
    Kind.PEOPLE,
    marks=(
        ("Contact ID", "First Name", "Last Name", "Email"),
        ("First Name", "Last Name", "Email", "Lifecycle Stage"),
        ("First Name", "Last Name", "Email", "Lead Status"),
        ("First Name", "Last Name", "Email", "Contact owner"),
    ),
    columns={
        Field.RECORD_ID: ("Record ID", "Contact ID"),
        Field.FIRST_NAME: ("First Name",),
        Field.LAST_NAME: ("Last Name",),
        Field.EMAIL: ("Email",),
        Field.PHONE: ("Phone Number",),
        Field.MOBILE: ("Mobile Phone Number",),
        Field.JOB: ("Job Title",),
        Field.ORGANISATION: ("Associated Company", "Company Name", "Company"),
        Field.ORGANISATION_ID: ("Associated Company IDs (Primary)", "Associated Company IDs"),
        Field.ORGANISATION_DOMAIN: ("Associated Company Domain", "Email Domain"),
        Field.STREET: ("Street Address",),
        Field.CITY: ("City",),
        Field.REGION: ("State/Region",),
        Field.POSTAL_CODE: ("Postal Code",),
        Field.COUNTRY: ("Country", "Country/Region"),
        Field.LANGUAGE: ("Preferred language",),
        Field.SOURCE: ("Lead Source", "Original Traffic Source"),
        Field.OWNER: ("Contact Owner",),
        Field.NO_MAIL: ("Unsubscribed from all email", "Opted out of all email", "Opted out of email"),
    },
)
ORGANISATIONS = Table(
    Kind.ORGANISATIONS,
    marks=(("Company Name", "Company Domain Name"), ("Company name", "Company owner")),
    columns={
        Field.RECORD_ID: ("Record ID", "Company ID"),
        Field.ORGANISATION: ("Company Name",),
        Field.ORGANISATION_DOMAIN: ("Company Domain Name",),
    },
)
HUBSPOT = Dialect(
    "hubspot",
    "HubSpot",
    (DEALS, PEOPLE, ORGANISATIONS),
    people_in_one_cell=True,
    guards_formulas=True,
    lists_with=";",
)
