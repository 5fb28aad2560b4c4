"""Pure: Salesforce, as the Data Loader writes it. People and organisations come in files of their own, by id.

The reason is always the team's own field; these are the names it usually gets.
"""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(
        ("Name", "StageName", "CloseDate"),
        ("Name", "StageName", "IsWon"),
        ("Opportunity Name", "Stage", "Close Date"),
        ("Opportunity ID", "Stage"),
    ),
    columns={
        Field.RECORD_ID: ("Id", "Opportunity ID", "Opportunity Id"),
        Field.TITLE: ("Name", "Opportunity Name"),
        Field.VALUE: ("Amount",),
        Field.CURRENCY: ("CurrencyIsoCode", "Amount Currency", "Opportunity Currency"),
        Field.CLOSED_ON: ("CloseDate", "Close Date"),
        Field.CREATED_ON: ("CreatedDate", "Created Date"),
        Field.STAGE: ("StageName", "Stage"),
        Field.IS_CLOSED: ("IsClosed", "Closed"),
        Field.IS_WON: ("IsWon", "Won"),
        Field.IS_DELETED: ("IsDeleted",),
        Field.REASON: (
            "Loss_Reason__c",
            "Lost_Reason__c",
            "Closed_Lost_Reason__c",
            "Reason_Lost__c",
            "Reason_for_Loss__c",
            "Loss Reason",
            "Lost Reason",
            "Closed Lost Reason",
        ),
        Field.COMPETITOR: (
            "MainCompetitors__c",
            "Competitor__c",
            "Primary_Competitor__c",
            "Main Competitor(s)",
        ),
        Field.OWNER: ("Owner.Name", "Opportunity Owner", "OwnerId"),
        Field.SOURCE: ("LeadSource", "Lead Source"),
        Field.NOTE: ("Description",),
        Field.ORGANISATION: ("Account.Name", "Account Name"),
        Field.ORGANISATION_ID: ("AccountId", "Account ID"),
        Field.PERSON: ("Contact.Name", "Contact Name", "Primary Contact"),
        Field.PERSON_ID: ("ContactId", "Contact ID", "Primary_Contact__c"),
        Field.EMAIL: ("Contact.Email", "Contact Email", "Contact: Email"),
    },
)
PEOPLE = Table(
    Kind.PEOPLE,
    marks=(("AccountId", "LastName"), ("Contact ID", "Last Name", "Account Name")),
    columns={
        Field.RECORD_ID: ("Id", "Contact ID"),
        Field.PERSON: ("Name", "Full Name"),
        Field.FIRST_NAME: ("FirstName", "First Name"),
        Field.LAST_NAME: ("LastName", "Last Name"),
        Field.EMAIL: ("Email",),
        Field.NO_MAIL: ("HasOptedOutOfEmail", "Email Opt Out"),
        Field.NO_CALLS: ("DoNotCall", "Do Not Call"),
        Field.PHONE: ("Phone", "Business Phone"),
        Field.MOBILE: ("MobilePhone", "Mobile", "Mobile Phone"),
        Field.JOB: ("Title",),
        Field.ORGANISATION: ("Account.Name", "Account Name"),
        Field.ORGANISATION_ID: ("AccountId", "Account ID"),
        Field.STREET: ("MailingStreet", "Mailing Street"),
        Field.CITY: ("MailingCity", "Mailing City"),
        Field.REGION: ("MailingState", "Mailing State/Province"),
        Field.POSTAL_CODE: ("MailingPostalCode", "Mailing Zip/Postal Code"),
        Field.COUNTRY: ("MailingCountry", "Mailing Country"),
        Field.SOURCE: ("LeadSource", "Lead Source"),
        Field.IS_DELETED: ("IsDeleted",),
    },
)
ORGANISATIONS = Table(
    Kind.ORGANISATIONS,
    marks=(
        ("Id", "Name", "BillingCity"),
        ("Id", "Name", "ParentId"),
        ("Id", "Name", "AccountNumber"),
        ("Account ID", "Account Name"),
    ),
    columns={
        Field.RECORD_ID: ("Id", "Account ID"),
        Field.ORGANISATION: ("Name", "Account Name"),
        Field.ORGANISATION_DOMAIN: ("Website",),
        Field.IS_DELETED: ("IsDeleted",),
    },
)
SALESFORCE = Dialect(
    "salesforce", "Salesforce", (DEALS, PEOPLE, ORGANISATIONS), blank_flag_is_no=True, lists_with=";"
)
