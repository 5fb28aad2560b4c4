"""Pure: Zoho CRM. A deal is called a potential in older accounts; amounts come with sign and commas."""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(
        ("Potential Name",),
        ("Deal Name", "Closing Date"),
        ("Potential Owner", "Closing Date"),
        ("Deal Owner", "Closing Date"),
    ),
    columns={
        Field.RECORD_ID: ("Record Id", "Deal Id", "Potential Id"),
        Field.TITLE: ("Deal Name", "Potential Name"),
        Field.VALUE: ("Amount",),
        Field.CURRENCY: ("Currency",),
        Field.CLOSED_ON: ("Closing Date",),
        Field.LOST_ON: ("Lost Date",),
        Field.CREATED_ON: ("Created Time",),
        Field.STAGE: ("Stage",),
        Field.PROBABILITY: ("Probability (%)", "Probability"),
        Field.REASON: ("Reason For Loss", "Reason For Loss__s", "Lost Reason"),
        Field.COMPETITOR: ("Competitor", "Competitor Name"),
        Field.OWNER: ("Deal Owner", "Potential Owner"),
        Field.SOURCE: ("Lead Source",),
        Field.NOTE: ("Description",),
        Field.ORGANISATION: ("Account Name",),
        Field.ORGANISATION_ID: ("Account Name.id", "Account Id", "Account ID"),
        Field.PERSON: ("Contact Name",),
        Field.PERSON_ID: ("Contact Name.id", "Contact Id", "Contact ID"),
        Field.EMAIL: ("Email", "Contact Email"),
    },
)
PEOPLE = Table(
    Kind.PEOPLE,
    marks=(
        ("First Name", "Last Name", "Email", "Contact Owner", "Account Name"),
        ("Record Id", "First Name", "Last Name", "Email"),
        ("Contact Id", "First Name", "Last Name", "Email"),
    ),
    columns={
        Field.RECORD_ID: ("Record Id", "Contact Id"),
        Field.PERSON: ("Full Name", "Contact Name"),
        Field.FIRST_NAME: ("First Name",),
        Field.LAST_NAME: ("Last Name",),
        Field.EMAIL: ("Email",),
        Field.NO_MAIL: ("Email Opt Out", "Email Opt-out"),
        Field.PHONE: ("Phone",),
        Field.MOBILE: ("Mobile",),
        Field.JOB: ("Title",),
        Field.ORGANISATION: ("Account Name",),
        Field.ORGANISATION_ID: ("Account Name.id", "Account Id"),
        Field.STREET: ("Mailing Street",),
        Field.CITY: ("Mailing City",),
        Field.REGION: ("Mailing State",),
        Field.POSTAL_CODE: ("Mailing Zip",),
        Field.COUNTRY: ("Mailing Country",),
    },
)
ORGANISATIONS = Table(
    Kind.ORGANISATIONS,
    marks=(("Account Name", "Account Owner"), ("Account Id", "Account Name")),
    columns={
        Field.RECORD_ID: ("Record Id", "Account Id"),
        Field.ORGANISATION: ("Account Name",),
        Field.ORGANISATION_DOMAIN: ("Website",),
    },
)
ZOHO = Dialect("zoho", "Zoho CRM", (DEALS, PEOPLE, ORGANISATIONS))
