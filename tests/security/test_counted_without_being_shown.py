"""A colleague's contact with the same person counts; all that is told of it is that it was, and when."""

import re

from accounts.models import User
from followups.actions import NewTouch, log_touch
from followups.kinds import Channel, TouchKind
from followups.models import FollowUp
from prospects.models import Prospect
from tests.desk.visiting import act, signed_in
from tests.followups.telling import day, log, nine_on, step_of

ADDRESS = "ingrid@havbruk.example"
BIRD = "pirol"
# Three days before the clock of these tests.
THEN = day(-3)


def of_a(user: User) -> Prospect:
    """The same person as somebody else wrote her down, and wrote to her."""
    person = log(
        user, f"I. {BIRD}", on=day(-60), email=ADDRESS, organisation=f"{BIRD} Ltd", notes=BIRD
    ).prospect
    FollowUp.objects.filter(prospect=person).delete()
    touch = NewTouch(
        Channel.MAIL, THEN, kind=TouchKind.HELPFUL, summary=f"sent {BIRD}", relevance=f"for {BIRD}",
        override_reason=BIRD,
    )  # fmt: skip
    log_touch(person, touch, by=user, today=THEN, now=nine_on(THEN))
    return person


def due(owner: User) -> FollowUp:
    """Of the owner's own row of her: a check-in that is due."""
    step = step_of(log(owner, on=day(-50), email=ADDRESS).prospect)
    FollowUp.objects.filter(pk=step.pk).update(opens_on=day(0), due_on=day(0), closes_on=day(9))
    return step


def pages_about(owner: User, step: FollowUp) -> str:
    """Everything the owner can look at that has to do with her."""
    client = signed_in(owner)
    addresses = [
        "/", "/focus/", "/prospects/", f"/prospects/?q={BIRD}", "/mail/", f"/followups/{step.pk}/",
        *(f"/prospects/{step.prospect_id}/{part}" for part in ("", "edit/", "done/", "privacy/")),
    ]  # fmt: skip
    shown = [client.get(address).content.decode() for address in addresses]
    shown.append(act(client, step, "complete", outcome="spoke").content.decode())
    # Everybody knows the names of the team: filters offer them.
    told = re.sub(r"<option[^>]*>[^<]*</option>", "", " ".join(shown))
    return told.replace(f'value="{BIRD}"', "").replace(f"q={BIRD}", "")


def test_the_sentence_says_a_colleague_and_the_day_and_no_more(owner: User, colleague: User) -> None:
    theirs, step = of_a(colleague), due(owner)
    told = pages_about(owner, step)
    assert "A colleague wrote on 27 February" in told
    for secret in (BIRD, str(theirs.pk), colleague.get_full_name()):
        assert secret not in told.replace("A colleague wrote", "").replace("A colleague looks after it", "")


def test_another_teams_contact_counts_for_nothing(owner: User, stranger: User) -> None:
    of_a(stranger)
    told = pages_about(owner, due(owner))
    assert "A colleague wrote" not in told
    assert BIRD not in told
