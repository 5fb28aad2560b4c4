"""PRODUCT.md, row 1: one page, one tap, one sentence, a name, saved."""

from django.conf import settings
from django.contrib.sessions.models import Session

from prospects.labels import CHIPS
from prospects.models import Deal, Loss
from tests.cast import MONDAY, PASSWORD
from tests.desk.reading import filled_in, read
from tests.practices.desk import Desk, fill_in, words

SIGN_IN = "/accounts/login/"


def test_one_tap_on_today_opens_the_eight_chips(desk: Desk) -> None:
    links = {link.attrs["href"] for link in desk.look("/").all("a", href=True) if "Log a “no”" in link.text}
    assert links == {"/no/"}
    chips = desk.look("/no/").all("input", name="conversation")
    assert [chip.attrs["value"] for chip in chips] == [code.value for code in CHIPS]


def test_the_chips_come_before_everything_else_the_form_asks(desk: Desk) -> None:
    form = desk.look("/no/").one("form", id="log")
    asked = [
        field for field in form.walk() if field.attrs.get("name") and field.attrs.get("type") != "hidden"
    ]
    assert [field.attrs["name"] for field in asked[:9]] == ["conversation"] * 8 + ["prospect_name"]


def test_a_name_and_a_kind_of_no_are_enough(desk: Desk) -> None:
    page = desk.log(conversation="cannot", prospect_name="Walter Brandt")
    assert page.one("h1").text == "Walter Brandt"
    assert "Noted. Next check-in" in page.text
    loss = Loss.objects.get()
    assert (loss.prospect.name, loss.conversation, loss.said_on) == ("Walter Brandt", "cannot", MONDAY)
    assert Deal.objects.get().title == "Offer to Walter Brandt"


def test_a_name_and_not_knowing_yet_are_enough(desk: Desk) -> None:
    page = desk.log(conversation="unknown", prospect_name="Tom Reed")
    assert "Said no: Don't know yet" in page.text
    assert Loss.objects.get().conversation == "unknown"


def test_without_a_name_or_a_kind_nothing_is_saved_and_it_says_what_is_missing(desk: Desk) -> None:
    page = desk.refused(desk.look("/no/"), "/no/", in_their_words="Not before the audit")
    alert = page.one(role="alert").text
    assert "Choose one, or “Don't know yet”." in alert
    assert "Whose no was it? A name is enough." in alert
    assert page.one("textarea", name="in_their_words").text == "Not before the audit"
    assert not Loss.objects.exists()


def test_the_chosen_chip_shows_its_sentence_above_everything_else(desk: Desk) -> None:
    page = desk.preview(conversation="competitor_chosen")
    form = page.one("form", id="log")
    marks = [part.attrs.get("name") or part.attrs.get("id") for part in form.walk()]
    assert "Thanks for telling me yourself." in page.one(id="exit-line").text
    assert marks.index("exit-line") < marks.index("prospect_name")


def test_the_switch_changes_the_text(desk: Desk) -> None:
    typed = {"conversation": "not_a_priority", "prospect_name": "Ingrid Solheim"}
    said = {}
    for moment in ("on_the_line", "over", "in_writing"):
        first = desk.preview(**typed)
        again = fill_in(first.one("form", id="log"), {"moment": moment})
        page = read(desk.client.post("/no/preview/", again))
        assert page.one("input", name="moment", value=moment).attrs.get("checked") is not None
        said[moment] = words(page)
    assert len(set(said.values())) == 3
    assert said["on_the_line"].startswith("Understood, Ingrid.")
    assert said["over"].startswith("Ingrid, thank you for today.")
    assert said["in_writing"].startswith("Thank you for writing, Ingrid")


def test_what_was_typed_survives_a_tunnel(desk: Desk) -> None:
    """The session ran out under the form: signed in again, everything stands there, and can be saved."""
    typed = fill_in(
        desk.look("/no/").one("form", id="log"),
        {"conversation": "drifted", "prospect_name": "Aisha Bello", "in_their_words": "Ask me in May"},
    )
    Session.objects.all().delete()
    del desk.client.cookies[settings.SESSION_COOKIE_NAME]
    signed_out = read(desk.client.post("/no/", typed))
    entry = next(form for form in signed_out.all("form") if form.attrs["action"] == SIGN_IN)
    fields = filled_in(entry) | {"login": desk.user.email, "password": PASSWORD}
    page = read(desk.client.post(SIGN_IN, fields, follow=True))
    assert "Here is what you typed; nothing has been saved yet." in page.text
    assert not Loss.objects.exists()
    desk.send(page, "/no/", conversation="drifted")
    loss = Loss.objects.get()
    assert (loss.prospect.name, loss.in_their_words) == ("Aisha Bello", "Ask me in May")


def test_the_same_form_sent_twice_is_one_no(desk: Desk) -> None:
    typed = fill_in(
        desk.look("/no/").one("form", id="log"), {"conversation": "cannot", "prospect_name": "Tom Reed"}
    )
    answers = [desk.client.post("/no/", typed, follow=True) for _ in range(2)]
    assert all("Noted. Next check-in" in read(answer).text for answer in answers)
    assert Loss.objects.count() == 1
