"""Pure: Microsoft Dynamics 365. Lost is a status here and no stage; cells may hold HTML."""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(
        ("Topic", "Potential Customer"),
        ("Topic", "Status Reason"),
        ("(Do Not Modify) Opportunity",),
        ("Topic", "Est. Revenue"),
    ),
    columns={
        Field.RECORD_ID: ("(Do Not Modify) Opportunity", "Opportunity"),
        Field.TITLE: ("Topic",),
        Field.VALUE: ("Actual Revenue", "Est. revenue", "Est. Revenue", "Estimated Revenue"),
        Field.CURRENCY: ("Currency",),
        Field.CLOSED_ON: ("Actual Close Date", "Close Date", "Est. close date", "Est. Close Date"),
        Field.CREATED_ON: ("Created On",),
        Field.STAGE: ("Pipeline Phase", "Sales Stage", "Process Stage"),
        Field.STATUS: ("Status",),
        Field.REASON: ("Status Reason",),
        Field.OWNER: ("Owner",),
        Field.SOURCE: ("Source Campaign", "Lead Source", "Originating Lead"),
        Field.NOTE: ("Description", "Current Situation"),
        Field.COMPETITOR: ("Competitor", "Main Competitor"),
        Field.ORGANISATION: ("Account", "Potential Customer"),
        Field.PERSON: ("Contact", "Primary Contact"),
        Field.EMAIL: ("Email Address", "Email", "Email (Contact) (Contact)"),
        Field.PHONE: ("Business Phone (Contact) (Contact)", "Business Phone"),
    },
)
PEOPLE = Table(
    Kind.PEOPLE,
    marks=(("(Do Not Modify) Contact",), ("Full Name", "Company Name", "Business Phone")),
    columns={
        Field.RECORD_ID: ("(Do Not Modify) Contact",),
        Field.PERSON: ("Full Name",),
        Field.FIRST_NAME: ("First Name",),
        Field.LAST_NAME: ("Last Name",),
        Field.EMAIL: ("Email", "Email Address 1"),
        Field.PHONE: ("Business Phone",),
        Field.MOBILE: ("Mobile Phone",),
        Field.JOB: ("Job Title",),
        Field.ORGANISATION: ("Company Name", "Account Name"),
        Field.NO_MAIL: ("Do not allow Emails",),
        Field.NO_SERIES: ("Do not allow Bulk Emails",),
        Field.NO_CALLS: ("Do not allow Phone Calls",),
    },
)
ORGANISATIONS = Table(
    Kind.ORGANISATIONS,
    marks=(("(Do Not Modify) Account",), ("Account Name", "Main Phone")),
    columns={
        Field.RECORD_ID: ("(Do Not Modify) Account",),
        Field.ORGANISATION: ("Account Name",),
        Field.ORGANISATION_DOMAIN: ("Website",),
    },
)
DYNAMICS = Dialect("dynamics", "Dynamics 365", (DEALS, PEOPLE, ORGANISATIONS), html_in_cells=True)
