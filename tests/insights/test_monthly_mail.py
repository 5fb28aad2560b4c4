"""What the letter of the month says, to whom, and how it is stopped."""

from datetime import date
from email.message import EmailMessage

import pytest
from django.conf import settings

from accounts.models import User
from followups.kinds import Channel
from insights.monthly_mail import MONTHLY
from insights.monthly_planning import plan_letters
from outbox.delivery import deliver_due
from outbox.models import Delivery
from outbox.states import Audience, State
from prospects.conversations import AskAnswer, AskKind
from prospects.models import Deal, Loss
from prospects.new_no import Asked, Behind
from tests.digests.stage import at
from tests.followups.telling import log
from tests.insights.coming_back import says_yes, talks
from tests.insights.letters import LEAVES, begin, learns, letters, tick
from tests.outbox.stage import Memory, post_office

pytestmark = pytest.mark.django_db

FIFTH, NINTH = date(2026, 3, 5), date(2026, 3, 9)


@pytest.fixture
def loss(owner: User) -> Loss:
    """A no in January that came back in March, one in March, and a lesson of one's own."""
    begin(owner)
    back = log(owner, "Ingrid Solheim", on=date(2026, 1, 5))
    talks(back, FIFTH, Channel.MEETING)
    says_yes(back.deal, NINTH)
    loss = log(
        owner, "Priya Raman", on=FIFTH, organisation="Brightwell Foods",
        asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, "Too late."), Asked(AskKind.REFERRAL, AskAnswer.NO)),
        behind=Behind(needs="A secret need"),
    )  # fmt: skip
    learns(loss, "ask before I propose", owner, on=NINTH)
    return loss


def mail_to(user: User) -> EmailMessage:
    way_out = Memory()
    tick(at(user, LEAVES), way_out)
    [mail] = [mail for mail in way_out.mails if mail["To"] == user.email]
    return mail


def part(mail: EmailMessage, subtype: str = "plain") -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def test_it_says_what_the_month_taught(owner: User, loss: Loss) -> None:
    mail = mail_to(owner)
    assert mail["Subject"] == "What your noes taught you in March 2026"
    text = part(mail)
    for words in (
        "One “no” was heard. In the month before: 0.",
        "Not now: 1 of 1",
        "Too few noes to say whether anything changed.",
        "Why not us: 1 of the 1 who were asked said yes.",
        "Somebody else who needs it: 0 of the 1 who were asked said yes.",
        "Ingrid Solheim, the declined deal: 63 days later. The no: Not now, 5 Jan 2026.",
        "Last before it: meeting, 5 Mar 2026, Maren Vogt.",
        "ask before I propose",
        f"{settings.SITE_URL}/insights/month/2026-03/",
    ):
        assert words in text
        assert words.replace("&", "&amp;") in part(mail, "html")
    assert "The team" not in text


def test_it_is_to_our_own_people_and_can_be_stopped(owner: User, loss: Loss) -> None:
    mail = mail_to(owner)
    assert MONTHLY.audience == Audience.OURS
    assert mail["X-Lostdeals-Kind"] == "monthly-lessons"
    assert mail["List-Unsubscribe"] == f"<{settings.SITE_URL}/settings/#digest>"
    assert f"{settings.SITE_URL}/settings/#digest" in part(mail)


def test_without_names_nobody_is_named(owner: User, loss: Loss) -> None:
    User.objects.update(digest_without_names=True)
    mail = mail_to(owner)
    for said in (str(mail["Subject"]), part(mail), part(mail, "html")):
        for name in ("Ingrid", "Solheim", "Priya", "Havbruk", "Brightwell"):
            assert name not in said
    assert "One person came back." in part(mail)


def test_it_speaks_the_language_of_its_reader(owner: User, loss: Loss) -> None:
    User.objects.update(language="de")
    mail = mail_to(owner)
    assert "März 2026" in str(mail["Subject"])
    assert 'lang="de"' in part(mail, "html")


def test_a_manager_reads_a_line_about_the_team_and_of_nobody_by_name(
    owner: User, manager: User, loss: Loss
) -> None:
    begin(manager)
    text = part(mail_to(manager))
    assert "The team heard one “no”; one came back." in text
    assert "Ingrid" not in text
    assert "Maren" not in text


def test_lessons_are_ones_own_and_those_that_were_shared(owner: User, colleague: User, loss: Loss) -> None:
    begin(colleague)
    other = log(colleague, "Olga Orlova", on=FIFTH)
    learns(other, "keep it to myself", colleague, on=NINTH)
    learns(log(colleague, "Piet Claes", on=FIFTH), "tell everybody", colleague, on=NINTH, is_shared=True)
    text = part(mail_to(owner))
    assert "tell everybody" in text
    assert "ask before I propose" in text
    assert "keep it to myself" not in text


def test_answers_of_a_debrief_are_in_no_letter(owner: User, loss: Loss) -> None:
    debrief = learns(loss, "ask before I propose", owner, on=NINTH, is_shared=True)
    debrief.needs, debrief.needs_line, debrief.answered_on = "no", "I guessed wildly", NINTH
    debrief.save()
    mail = mail_to(owner)
    assert "I guessed wildly" not in part(mail) + part(mail, "html")


def test_what_is_hostile_stays_words(owner: User, loss: Loss) -> None:
    learns(loss, "<script>alert(1)</script> & more", owner, on=NINTH)
    mail = mail_to(owner)
    assert "<script>alert" not in part(mail, "html")
    assert "<script>alert(1)</script> & more" in part(mail)


def test_it_arrives_over_a_real_connection(owner: User, loss: Loss) -> None:
    with post_office() as post:
        tick(at(owner, LEAVES), post.transport())
        [mail] = post.mails
    assert mail["Subject"] == "What your noes taught you in March 2026"
    assert [found.get_content_type() for found in mail.iter_parts()] == ["text/plain", "text/html"]
    assert letters(owner) == [("2026-03", "sent")]


def deliver(user: User, day: date = LEAVES, hour: int = 9) -> None:
    now = at(user, day, hour)
    deliver_due((MONTHLY,), now, transport=Memory(), clock=lambda: now)


def test_switched_off_in_between_it_does_not_leave(owner: User, loss: Loss) -> None:
    plan_letters(at(owner, LEAVES))
    User.objects.update(lessons_monthly=False)
    deliver(owner)
    row = Delivery.objects.get()
    assert (row.state, row.error) == (State.DROPPED, "switched off")


def test_it_follows_a_changed_address(owner: User, loss: Loss) -> None:
    plan_letters(at(owner, LEAVES))
    User.objects.filter(pk=owner.pk).update(email="new@example.com")
    deliver(owner)
    assert Delivery.objects.get().address == "new@example.com"


def test_days_late_it_still_leaves_and_a_month_late_no_more(owner: User, loss: Loss) -> None:
    plan_letters(at(owner, LEAVES))
    deliver(owner, date(2026, 5, 1))
    assert letters(owner)[0] == ("2026-03", "superseded")


def test_with_nothing_left_to_say_it_does_not_leave(owner: User, loss: Loss) -> None:
    plan_letters(at(owner, LEAVES))
    Loss.objects.update(said_on=date(2026, 1, 1))
    Deal.objects.update(closed_on=date(2026, 1, 1))
    learns(loss, "x", owner, on=date(2026, 1, 1))
    deliver(owner)
    assert letters(owner) == [("2026-03", "dropped")]
