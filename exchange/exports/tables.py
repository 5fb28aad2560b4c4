"""Which tables an export takes along, and for each other one why not."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db.models import Model

from accounts.changes import Change
from accounts.models import Absence, Team, User
from exchange.models import ImportedRow
from followups.models import ErasureNotice, FollowUp, FollowUpPlan, HandOver, HandOverStep, Touch
from insights.models import Debrief, QuarterDecision
from library.models import ItemTopic, Topic, ValueItem
from nurture.models import Sending
from outbox.models import Suppression
from prospects.models import (
    Competitor,
    Deal,
    ErasedAddress,
    ExitAsk,
    Feedback,
    FurtherReason,
    Loss,
    LossCompetitor,
    LossReason,
    MergedProspect,
    Organisation,
    Permission,
    PersonBehind,
    Promise,
    Prospect,
    ProspectTopic,
    SuppressedAddress,
    TeamLine,
    WakeUp,
)

# Of a table that everybody of the team may see: all of it.
ALL: Final = "*"


@dataclass(frozen=True)
class Table:
    """A table that is taken along: where its rows go, and whose they are."""

    model: type[Model]
    # Its CSV file.
    file: str
    # The path to the team; empty for what belongs to the installation.
    team: str = "team"
    # The path to whoever owns the people; ALL for what the whole team sees; empty: no part of one's own.
    own: str = ""
    # Columns that never leave: secrets, and what only this installation can use.
    without: frozenset[str] = frozenset()
    # Keys without which a row says nothing, though the column may be empty.
    needed: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """Its name in the JSON."""
        return self.model._meta.label_lower


OF_THE_PERSON = "prospect__owner"
OF_THE_NO = "loss__prospect__owner"
WAYS_IN = frozenset({"password", "last_login", "links_valid_from", "session_generation"})

# Whom rows belong to comes before the rows; a row may still name one further down.
TABLES: Final = (
    Table(Team, "team.csv", team="pk", own=ALL),
    Table(User, "members.csv", own=ALL, without=WAYS_IN),
    Table(Absence, "days_away.csv", team="user__team", own="user"),
    Table(Topic, "topics.csv", own=ALL),
    Table(ValueItem, "library.csv", own=ALL),
    Table(ItemTopic, "library_topics.csv", team="item__team", own=ALL),
    Table(LossReason, "reasons.csv", own=ALL),
    Table(TeamLine, "exit_lines.csv", own=ALL),
    Table(Competitor, "competitors.csv", own="losses__loss__prospect__owner"),
    Table(Organisation, "organisations.csv", own="prospects__owner"),
    Table(Prospect, "prospects.csv", own="owner"),
    Table(MergedProspect, "merged.csv", own="into__owner"),
    Table(ProspectTopic, "prospect_topics.csv", team="prospect__team", own=OF_THE_PERSON),
    Table(Deal, "offers.csv", own=OF_THE_PERSON),
    Table(Loss, "noes.csv", own=OF_THE_PERSON),
    Table(ExitAsk, "asks.csv", team="loss__team", own=OF_THE_NO),
    Table(Feedback, "feedback.csv", own=OF_THE_PERSON),
    Table(FurtherReason, "further_reasons.csv", team="loss__team", own=OF_THE_NO),
    Table(LossCompetitor, "competitors_of_noes.csv", team="loss__team", own=OF_THE_NO),
    Table(PersonBehind, "people_behind.csv", team="loss__team", own=OF_THE_NO),
    Table(Permission, "permissions.csv", own=OF_THE_PERSON),
    Table(Promise, "promises.csv", own=OF_THE_PERSON),
    Table(WakeUp, "wake_ups.csv", own=OF_THE_PERSON),
    Table(SuppressedAddress, "stopped_addresses.csv", own=ALL),
    Table(ErasedAddress, "erased_addresses.csv", own=ALL),
    Table(FollowUpPlan, "plans.csv", own=OF_THE_PERSON, needed=frozenset({"loss"})),
    Table(FollowUp, "follow_ups.csv", own=OF_THE_PERSON, needed=frozenset({"referred"})),
    Table(Touch, "touches.csv", own=OF_THE_PERSON),
    Table(HandOver, "hand_overs.csv", own=OF_THE_PERSON),
    Table(HandOverStep, "hand_over_steps.csv", team="hand_over__team", own="hand_over__prospect__owner"),
    Table(ErasureNotice, "erasure_notices.csv", own=OF_THE_PERSON),
    Table(
        Sending,
        "useful_mail.csv",
        own=OF_THE_PERSON,
        without=frozenset({"delivery", "link_key"}),
        needed=frozenset({"touch"}),
    ),
    Table(Debrief, "debriefs.csv", own="author", needed=frozenset({"loss"})),
    Table(QuarterDecision, "quarter_decisions.csv"),
    Table(ImportedRow, "imported_rows.csv", without=frozenset({"of_import"})),
    Table(Suppression, "unwritten_addresses.csv", team="", own=ALL, without=frozenset({"source"})),
    Table(Change, "trail.csv", own=ALL),
)

# Each other table, and why it stays. A table that is in neither list fails a test.
LEFT_OUT: Final = {
    "auth.permission": "Django's own; nothing of it is used",
    "auth.group": "Django's own; nothing of it is used",
    "auth.group_permissions": "Django's own; nothing of it is used",
    "contenttypes.contenttype": "Django's own list of tables",
    "sessions.session": "a way in",
    "usersessions.usersession": "a way in",
    "mfa.authenticator": "a way in: passkeys and codes",
    "account.emailaddress": "stands with its member; whether it was confirmed is to be shown anew",
    "account.emailconfirmation": "a way in",
    "accounts.apitoken": "a way in",
    "accounts.calendarfeed": "a way in: the secret of a calendar's address",
    "accounts.invitation": "a way in; whoever has not accepted is invited again",
    "accounts.setuplink": "a way in",
    "prospects.mailkey": "a secret: it unsubscribes somebody and changes what they agreed to",
    "outbox.delivery": "this installation's post: its copies hold links that act; what people were sent "
    "stands with touches and useful mail",
    "outbox.heartbeat": "how this installation is doing",
    "outbox.trouble": "how this installation is doing",
    "outbox.breaker": "how this installation is doing",
    "outbox.arming": "which installation may mail: the next one is to be told so by somebody",
    "digests.digestschedule": "made anew from the wishes of each member",
    "insights.monthlyschedule": "made anew from the wishes of each member",
    "exchange.import": "files on their way in; what came of them is taken",
    "exchange.importfile": "files on their way in",
    "exchange.arrivingperson": "somebody of a file on its way in",
    "exchange.work": "work of this installation",
}


@cache
def table_of(label: str) -> Table | None:
    """The table of a name in the JSON; None for one that is not taken along."""
    return next((table for table in TABLES if table.label == label), None)
