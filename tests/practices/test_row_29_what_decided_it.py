"""PRODUCT.md, row 29: a one-question link for the buyer: their own words beside ours."""

import re
from urllib.parse import urlsplit

from django.test import Client

from prospects.models import Loss
from tests.desk.reading import Element, read
from tests.nurture.reading_as_a_buyer import in_answer
from tests.practices.desk import Desk, flowing


def question_in(page: Element) -> str:
    """Where the one question is asked, as the words to send hold it."""
    found = re.search(r"https?://\S+(/feedback/\S+/)", page.one(id="letter-question").text)
    assert found
    return urlsplit(found[0]).path


def declined(desk: Desk) -> Element:
    """A no from somebody who wrote that we may mail them; the page that follows."""
    return desk.log(
        ask_stay_in_touch="yes", permission_channels=["mail"], permission_strength="confirmed",
        email="ingrid@havbruk.example", in_their_words="Not before the audit",
    )  # fmt: skip


def test_one_tap_stands_beside_what_we_noted(desk: Desk) -> None:
    address = question_in(declined(desk))
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert in_answer(page) == []
    answers = [button for button in read(page).all("button") if button.text == "The price"]
    told = client.post(address, {answers[0].attrs["name"]: answers[0].attrs["value"]})
    assert "Thank you. That was all." in flowing(read(told).one("main"))
    client.post(address, {"answer": "price", "better": "Answer faster"})
    for shown in (desk.person(), desk.look(Loss.objects.get().deal.get_absolute_url())):
        text = flowing(shown.one("main"))
        assert "They say" in text
        assert "The price" in text
        assert "Answer faster" in text
        assert "Not before the audit" in text


def test_it_is_offered_only_to_whom_the_app_may_write(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="yes", permission_channels=["mail"], email="ingrid@havbruk.example")
    assert not page.all(id="letter-question")
