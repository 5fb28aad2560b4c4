"""What we ask ourselves, what we change, and when the letter of the month leaves."""

from insights.models.debrief import Debrief
from insights.models.decision import QuarterDecision
from insights.models.monthly import MonthlySchedule

__all__ = ["Debrief", "MonthlySchedule", "QuarterDecision"]
