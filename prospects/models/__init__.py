"""The facts: organisations, people, deals, reasons, each "no" as it was told, and what came of it."""

from prospects.models.ask import ExitAsk
from prospects.models.columns import (
    AT_MOST_WORDS,
    NAME_LENGTH,
    SHORT_LENGTH,
    SUBMISSION_LENGTH,
    WORDS_LENGTH,
)
from prospects.models.deal import Deal, InvalidTransition
from prospects.models.erased import ErasedAddress
from prospects.models.feedback import Feedback
from prospects.models.interest import ProspectTopic
from prospects.models.loss import Competitor, FurtherReason, Loss, LossCompetitor, PersonBehind
from prospects.models.mail_key import MailKey
from prospects.models.merged import MergedProspect
from prospects.models.organisation import Organisation
from prospects.models.permission import Permission
from prospects.models.promise import Promise
from prospects.models.prospect import Prospect
from prospects.models.reason import LossReason
from prospects.models.suppression import SuppressedAddress
from prospects.models.team_line import TeamLine
from prospects.models.wake_up import WakeUp

__all__ = [
    "AT_MOST_WORDS",
    "NAME_LENGTH",
    "SHORT_LENGTH",
    "SUBMISSION_LENGTH",
    "WORDS_LENGTH",
    "Competitor",
    "Deal",
    "ErasedAddress",
    "ExitAsk",
    "Feedback",
    "FurtherReason",
    "InvalidTransition",
    "Loss",
    "LossCompetitor",
    "LossReason",
    "MailKey",
    "MergedProspect",
    "Organisation",
    "Permission",
    "PersonBehind",
    "Promise",
    "Prospect",
    "ProspectTopic",
    "SuppressedAddress",
    "TeamLine",
    "WakeUp",
]
