"""Pure: Odoo. A lost lead is put away: not active, with probability 0. Headers are field names or labels."""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(
        ("stage_id", "partner_name"),
        ("stage_id", "email_from"),
        ("lost_reason_id",),
        ("Opportunity", "Salesperson", "Stage"),
        ("Opportunity", "Expected Revenue"),
    ),
    columns={
        Field.RECORD_ID: ("id", "External ID", "ID"),
        Field.TITLE: ("name", "Opportunity"),
        Field.VALUE: ("expected_revenue", "planned_revenue", "Expected Revenue"),
        Field.CURRENCY: ("company_currency", "company_currency/name", "Currency"),
        Field.CLOSED_ON: ("date_closed", "Closed Date", "date_deadline", "Expected Closing"),
        Field.CREATED_ON: ("create_date", "Created on", "Created On"),
        Field.STAGE: ("stage_id", "stage_id/name", "Stage"),
        Field.STATUS: ("won_status", "Is Won", "Won/Lost"),
        Field.IS_ACTIVE: ("active", "Active"),
        Field.PROBABILITY: ("probability", "Probability"),
        Field.REASON: ("lost_reason_id", "lost_reason_id/name", "lost_reason", "Lost Reason"),
        Field.OWNER: ("user_id", "user_id/name", "Salesperson"),
        Field.SOURCE: ("source_id", "source_id/name", "Source"),
        Field.NOTE: ("description", "Notes", "Internal Notes"),
        Field.ORGANISATION: ("partner_name", "Company Name", "partner_id", "Customer"),
        Field.PERSON: ("contact_name", "Contact Name"),
        Field.EMAIL: ("email_from", "Email"),
        Field.PHONE: ("phone", "Phone"),
        Field.MOBILE: ("mobile", "Mobile"),
        Field.JOB: ("function", "Job Position"),
        Field.NO_MAIL: ("is_blacklisted", "Blacklist", "opt_out", "Opt-Out"),
    },
)
ODOO = Dialect("odoo", "Odoo", (DEALS,), html_in_cells=True)
