"""Ways to the pages buyers see: their own, the one question, a yes in writing. Nobody is signed in."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Team
from followups.actions import Word, grant_permission
from nurture.confirming import confirm_link
from nurture.feedback import feedback_link
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.mail_keys import mail_key_of
from prospects.models import Loss, Prospect
from tests.browser.house import WORDS, House

CHANNELS = (PermissionChannel.CALL, PermissionChannel.MAIL, PermissionChannel.NEWSLETTER)


def path(address: str) -> str:
    """Without the host, which is another one in a test."""
    return "/" + address.split("/", 3)[3]


def own_page(person: Prospect) -> str:
    """The address in every mail to them."""
    return f"/preferences/{mail_key_of(person)}/"


def agree(person: Prospect) -> None:
    """They said yes to everything, aloud."""
    now = timezone.now()
    word = Word(CHANNELS, person.owner.today(now), PermissionStrength.SAID, WORDS, 4)
    grant_permission(person, word, by=person.owner, today=person.owner.today(now), now=now)
    Team.objects.filter(pk=person.team_id).update(public_name="Vogt & Partner", counts_opens=True)


def preferences(page: Page, house: House) -> None:
    agree(house.longest.prospect)
    page.goto(own_page(house.longest.prospect))
    expect(page.get_by_role("button", name="Stop everything")).to_be_visible()


def with_mistakes(page: Page, house: House) -> None:
    preferences(page, house)
    page.get_by_label("until a day", exact=True).check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Until which day?").first).to_be_visible()


def saved(page: Page, house: House) -> None:
    preferences(page, house)
    page.get_by_label("3 months").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def paused_on_our_side(page: Page, house: House) -> None:
    page.goto(house.longest.prospect.get_absolute_url())
    expect(page.get_by_text("They asked for a pause until")).to_be_visible()


def raised(page: Page, house: House) -> None:
    preferences(page, house)
    page.get_by_role("button", name="I'd like to talk").click()
    expect(page.get_by_text("will call you by")).to_be_visible()


def stopped(page: Page, house: House) -> None:
    page.goto(own_page(house.stopped.prospect))
    expect(page.get_by_text("You won't hear from us again.")).to_be_visible()


def question(page: Page, house: House) -> None:
    page.goto(path(feedback_link(house.longest, now=timezone.now())))
    expect(page.get_by_role("button", name="The price")).to_be_visible()


def answered(page: Page, house: House) -> None:
    question(page, house)
    page.get_by_role("button", name="The price").click()
    expect(page.get_by_role("heading", name="Thank you. That was all.")).to_be_visible()


def too_late(page: Page, house: House) -> None:
    loss: Loss = house.longest
    page.goto(path(feedback_link(loss, now=timezone.now() - timedelta(days=31))))
    expect(page.get_by_role("heading", name="This link has run out")).to_be_visible()


def what_they_say(page: Page, house: House) -> None:
    page.goto(house.longest.prospect.get_absolute_url())
    expect(page.get_by_text("They say").first).to_be_visible()


def in_writing(page: Page, house: House) -> None:
    agree(house.longest.prospect)
    page.goto(path(confirm_link(house.longest.prospect, now=timezone.now())))
    expect(page.get_by_role("button", name="Yes, that is right")).to_be_visible()


def confirmed(page: Page, house: House) -> None:
    in_writing(page, house)
    page.get_by_role("button", name="Yes, that is right").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
