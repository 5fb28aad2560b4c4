"""The deed of a row, which is its first button: call, write, see the words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.templatetags.look import icon
from desk.batches import Batch, batch_of
from desk.drafts import draft_for
from desk.letters import mailto
from followups.agenda import AgendaItem
from followups.kinds import Kind

# "phone" and "mail" open another program, and the row asks how it went; "page" is one of ours, which asks.
Opens = Literal["phone", "mail", "page"]


@dataclass(frozen=True)
class Deed:
    """What the first button of a row does."""

    label: str
    href: str
    icon: str
    opens: Opens

    @property
    def icon_html(self) -> SafeString:
        """Its icon, drawn."""
        return icon(self.icon)

    @property
    def leaves(self) -> bool:
        """Whether it opens a program beside the page, so that the outcome is asked on return."""
        return self.opens != "page"


def deed_of(item: AgendaItem, today: date, me: str = "") -> Deed | None:
    """The deed a follow-up asks for; None where nothing is known to call or to write to, or one meets."""
    address = f"/followups/{item.follow_up_id}/"
    if item.kind == Kind.THANK_YOU:
        return Deed(_("See the words"), address, "pen-line", "page")
    if item.kind == Kind.DEBRIEF:
        look_back = f"/insights/debriefs/{item.loss_id}/" if item.loss_id else address
        return Deed(_("Debrief"), look_back, "history", "page")
    if item.kind == Kind.REFERRAL:
        return Deed(_("Open the person"), f"/prospects/{item.referred_id}/", "user-plus", "page")
    if item.kind == Kind.AGREED_MEETING:
        return None
    writes = bool(item.email) and (not item.phone or batch_of(item) == Batch.SENDS)
    if writes:
        return Deed(_("Write"), mail_address(item, today, me), "mail", "mail")
    return Deed(_("Call"), phone_address(item.phone), "phone", "phone") if item.phone else None


def phone_address(number: str) -> str:
    """A tel: address: digits and what dialling needs, nothing else."""
    return "tel:" + "".join(sign for sign in number if sign in "+0123456789*#,;")


def mail_address(item: AgendaItem, today: date, me: str) -> str:
    """A mailto: address with a draft in the prospect's language."""
    draft = draft_for(item, today, me)
    return mailto(item.email, draft.subject, draft.text)
