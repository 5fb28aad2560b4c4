"""PRODUCT.md, row 28: the buyer's own page: what they agreed to, to change, to stop, and a raised hand."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from accounts.models import Team
from outbox.models import Delivery
from prospects.mail_keys import mail_key_of
from prospects.models import Prospect
from tests.desk.reading import Element, filled_in, read
from tests.followups.telling import day
from tests.nurture.reading_as_a_buyer import in_answer
from tests.practices.desk import Desk, flowing, timeline

ADDRESS = "ingrid@havbruk.example"


def theirs(**sent: Any) -> Element:
    """Their page, opened by somebody nobody knows; with something sent, after the press."""
    person = Prospect.objects.get(email=ADDRESS)
    client, address = Client(enforce_csrf_checks=True), f"/preferences/{mail_key_of(person)}/"
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200
    assert in_answer(answer) == []
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    return read(answer).one("main")


def as_it_stands() -> Any:
    """Everything the form of their page would send."""
    form = next(form for form in theirs().all("form") if form.all("fieldset"))
    return {**filled_in(form), "press": "save"}


def agreed(desk: Desk) -> None:
    """Somebody said yes to calls and mail, on the phone."""
    Team.objects.update(public_name="Vogt & Partner")
    desk.log(
        ask_stay_in_touch="yes", permission_channels=["call", "mail"], permission_words="Gladly",
        email=ADDRESS, topics="Less waste, Short of planners",
    )  # fmt: skip


def test_it_shows_what_was_agreed_under_the_teams_public_name(desk: Desk) -> None:
    agreed(desk)
    text = flowing(theirs())
    assert "Vogt & Partner" in text
    assert "agreed on 2 Mar 2026" in text
    assert "Gladly" in text
    assert "Less waste" in text


def test_what_they_change_our_side_reads_at_once(desk: Desk) -> None:
    agreed(desk)
    sent = as_it_stands()
    less_waste = Prospect.objects.get(email=ADDRESS).topics.get(topic__name="Less waste").topic_id
    sent |= {"switch": ["mail"], "weeks": "13", "pause": "3"}
    sent["subject"] = [one for one in sent["subject"] if one != str(less_waste)]
    theirs(**sent)
    page = flowing(desk.person().one("main"))
    assert "confirmed in writing, every 13 weeks" in page.lower()
    assert "They asked for a pause until" in page
    assert "They want to hear nothing about Less waste" in page


def test_stop_everything_is_one_press_and_ends_it(desk: Desk) -> None:
    agreed(desk)
    assert "You won't hear from us again." in flowing(theirs(press="stop"))
    assert "stop" in flowing(desk.person())
    assert not theirs().all("button")


def test_who_would_like_to_talk_stands_first_on_today_and_the_owner_has_a_mail(desk: Desk) -> None:
    desk.log(prospect_name="Erik Dahl", likelihood="high")
    agreed(desk)
    tomorrow = desk.on(day(1))
    assert "Maren Vogt will call you by Wednesday 4 March." in flowing(theirs(press="talk"))
    first = tomorrow.look("/").all(data_kind="check_in", data_status="open")[0]
    assert "Ingrid Solheim" in flowing(first)
    assert "would like to talk" in flowing(first)
    assert any("They would like to talk" in line for line in timeline(tomorrow.person()))
    assert Delivery.objects.filter(kind="raised-hand", recipient=desk.user).count() == 1


def test_a_yes_said_aloud_is_asked_for_in_writing_by_a_link_in_the_confirmation(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="yes", ask_mailing_list="yes", email=ADDRESS, told_by="call")
    link = re.search(r"https?://\S+/confirm/\S+/", page.one(id="letter-answer").text)
    assert link
    client, address = Client(enforce_csrf_checks=True), urlsplit(link[0]).path
    form = read(client.get(address)).one("main").one("form")
    assert "Now we have it in writing" in flowing(read(client.post(address, filled_in(form))).one("main"))
    assert "confirmed in writing" in flowing(desk.person().one(id="permissions")).lower()
