"""The headers of a mail with something useful, as a mail server hears them."""

import pytest

from accounts.models import Team, User
from lostdeals.clock import MAIL_KINDS
from nurture.approving import Words
from outbox.delivery import deliver_due
from prospects.models import MailKey
from tests.followups.telling import nine_on
from tests.nurture.stage import DUE, an_item, approved, somebody
from tests.outbox.stage import post_office

pytestmark = pytest.mark.django_db


def test_who_writes_where_answers_go_and_how_to_stop(owner: User) -> None:
    owner.name = "Jörg Äußer, Dr."
    owner.save()
    person = somebody(owner)
    Team.objects.update(public_name="Vogt & Söhne\u2028GmbH")
    person.refresh_from_db()
    approved(person, an_item(owner), words=Words("It helps", "Für Sie\r\nBcc: all@example.org"))
    with post_office() as post:
        deliver_due(MAIL_KINDS, nine_on(DUE), transport=post.transport())
        [sent] = post.mails
    key = MailKey.objects.get(prospect=person).key
    [sender], [answers] = sent["From"].addresses, sent["Reply-To"].addresses
    assert sender.display_name.startswith("Jörg Äußer, Dr., Vogt & Söhne")
    assert sender.addr_spec == "mail@localhost"
    assert (answers.display_name, answers.addr_spec) == ("Jörg Äußer, Dr.", "maren@example.com")
    assert (post.recipients, sent["Bcc"]) == (["ingrid@example.no"], None)
    assert sent["Subject"].startswith("Für Sie")
    assert sent["List-Unsubscribe"].strip().endswith(f"/unsubscribe/{key}/>")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["X-Lostdeals-Kind"] is None
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    assert "lost deals" not in str(sent).lower()
