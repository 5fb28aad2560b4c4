"""Pure: our own `deals.csv` (exchange.exports.deals_file): a row for each no. The whole comes as its ZIP."""

from exchange.dialects.fields import Dialect, Field, Kind, Table

DEALS = Table(
    Kind.DEALS,
    marks=(("deal_id", "no_id", "said_on", "conversation", "is_declined"),),
    columns={
        Field.RECORD_ID: ("no_id",),
        Field.TITLE: ("title",),
        Field.VALUE: ("value",),
        Field.CURRENCY: ("currency",),
        Field.LOST_ON: ("said_on",),
        Field.CLOSED_ON: ("closed_on",),
        Field.CREATED_ON: ("created_at",),
        Field.IS_LOST: ("is_declined",),
        Field.IS_WON: ("is_won",),
        Field.STAGE: ("stage",),
        Field.REASON: ("reason",),
        Field.THEIR_WORDS: ("in_their_words",),
        Field.COMPETITOR: ("competitors",),
        Field.OWNER: ("owner",),
        Field.SOURCE: ("source",),
        Field.NOTE: ("notes",),
        Field.ORGANISATION: ("organisation",),
        Field.PERSON: ("name",),
        Field.EMAIL: ("email",),
        Field.PHONE: ("phone",),
        Field.JOB: ("job_title",),
        Field.COUNTRY: ("country",),
        Field.LANGUAGE: ("language",),
    },
)
LOST_DEALS = Dialect("lost_deals", "Lost Deals", (DEALS,), lists_with=";", is_ours=True)
