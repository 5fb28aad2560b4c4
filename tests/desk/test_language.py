"""Choosing a language: what changes with it, and what it looks like in German."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from accounts.changes import Change
from accounts.countries import COUNTRIES, countries_with_holidays
from accounts.models import User
from accounts.working_calendar import known_countries
from common import days
from common.money import money_text
from desk.sentences import span_text, today_headline
from digests.content import Reader, digest_of
from digests.mails import message_of
from followups.agenda import agenda_for
from tests.cast import MONDAY
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in
from tests.followups.telling import day, log

FRIDAY = date(2026, 3, 6)


def settings_page(desk: Client) -> Element:
    return read(desk.get("/settings/"))


def choose(desk: Client, language: str) -> Element:
    """Send the profile as it stands with another language, and go where that leads."""
    profile = filled_in(form_to(settings_page(desk), "/settings/profile/"))
    return read(desk.post("/settings/profile/", {**profile, "language": language}, follow=True))


def test_each_language_is_offered_by_its_own_name(desk: Client) -> None:
    options = form_to(settings_page(desk), "/settings/profile/").one("select", name="language").all("option")
    assert [(option.attrs["value"], option.text) for option in options] == [
        ("en", "English"),
        ("de", "Deutsch"),
    ]


def test_a_chosen_language_holds_from_the_next_word_on(desk: Client, owner: User) -> None:
    page = choose(desk, "de")
    assert (said(page), page.one("h1").text, page.one("html").attrs["lang"]) == (
        "Gespeichert.", "Einstellungen", "de"
    )  # fmt: skip
    owner.refresh_from_db()
    assert (owner.language, Change.objects.get().action) == ("de", "change_settings")
    assert said(choose(desk, "en")) == "Saved."


def test_the_setting_wins_over_the_browser(owner: User) -> None:
    desk = signed_in(owner, headers={"Accept-Language": "de"})
    answer = desk.get("/settings/")
    assert (read(answer).one("h1").text, answer["Content-Language"]) == ("Settings", "en")


def test_before_signing_in_the_browser_decides(client: Client, owner: User) -> None:
    page = read(client.get("/accounts/login/", headers={"accept-language": "de-AT,fr;q=0.5"}))
    assert (page.one("h1").text, page.one("html").attrs["lang"]) == ("Anmelden", "de")
    assert read(client.get("/accounts/login/", headers={"accept-language": "fr"})).one("h1").text == "Sign in"


def test_one_persons_language_is_not_the_next_ones(owner: User, colleague: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="de")
    headings = [read(signed_in(user).get("/prospects/")).one("h1").text for user in (owner, colleague, owner)]
    assert headings == ["Personen", "Prospects", "Personen"]


def test_a_profile_without_a_language_leaves_it_as_it_is(desk: Client, owner: User) -> None:
    choose(desk, "de")
    profile = filled_in(form_to(settings_page(desk), "/settings/profile/"))
    del profile["language"]
    assert desk.post("/settings/profile/", profile).status_code == 303
    owner.refresh_from_db()
    assert owner.language == "de"


def test_a_language_nobody_speaks_here_is_refused_beside_its_field(desk: Client, owner: User) -> None:
    page = choose(desk, "tlh")
    assert "tlh" in described_by(page, "language")
    owner.refresh_from_db()
    assert owner.language == "en"


def test_a_saved_no_is_answered_in_german(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="de")
    desk = signed_in(User.objects.get(pk=owner.pk))
    assert "Notiert. Nächste Nachfrage: Do 16. April." in said(read(desk.get(post_no(desk)["Location"])))


def test_the_reminder_mail_follows_the_language_of_its_reader(owner: User) -> None:
    log(owner, "Ingrid Solheim", on=day(-45), in_their_words="Come back in spring.")
    reader = Reader("https://deals.example.org", "07:30", daily=True, weekly=False)
    with translation.override("de"):
        mail = message_of(digest_of(agenda_for(owner, MONDAY), reader, weekly=False))
    assert mail.subject == "Heute: Ingrid Solheim"
    assert "Montag, 2. März" in mail.text
    assert "„Come back in spring.“" in mail.text
    assert 'lang="de"' in mail.html


@pytest.mark.parametrize(
    ("words", "english", "german"),
    [
        (days.short_day, "Fri 6 Mar", "Fr 6. März"),
        (days.short_day_and_year, "Fri 6 Mar 2026", "Fr 6. März 2026"),
        (days.plain_day, "6 Mar", "6. März"),
        (days.plain_day_and_year, "6 Mar 2026", "6. März 2026"),
        (days.spoken_day, "6 March", "6. März"),
        (days.long_day, "Friday 6 March", "Freitag, 6. März"),
        (days.long_day_and_year, "Friday 6 March 2026", "Freitag, 6. März 2026"),
        (days.weekday_and_number, "Friday 6", "Freitag, der 6.,"),
        (days.weekday, "Friday", "Freitag"),
        (days.short_weekday, "Fri", "Fr"),
    ],
)
def test_days_are_written_as_each_language_does(words: object, english: str, german: str) -> None:
    assert callable(words)
    for language, expected in (("en", english), ("de", german)):
        with translation.override(language):
            assert words(FRIDAY) == expected


@pytest.mark.parametrize(
    ("value", "currency", "english", "german"),
    [
        ("48000", "EUR", "€48,000", "48.000\u00a0€"),
        ("1250.50", "CHF", "CHF 1,250.50", "1.250,50\u00a0CHF"),
        ("0.5", "USD", "$0.50", "0,50\u00a0$"),
    ],
)
def test_money_is_written_as_each_language_does(value: str, currency: str, english: str, german: str) -> None:
    for language, expected in (("en", english), ("de", german)):
        with translation.override(language):
            assert money_text(Decimal(value), currency) == expected


def test_a_shortened_month_leaves_the_point_to_the_sentence() -> None:
    with translation.override("de"):
        assert (days.plain_day(date(2026, 11, 17)), days.short_day(date(2026, 2, 9))) == (
            "17. Nov",
            "Mo 9. Feb",
        )


def test_windows_and_counts_read_like_german() -> None:
    with translation.override("de"):
        assert span_text(FRIDAY, date(2026, 4, 5)) == "6. März – 5. April"
        assert today_headline(1, 1) == (
            "Eine Person für heute",
            "Und eine, deren Zeitfenster vorbei ist. Fangen Sie dort an oder wo Sie mögen.",
        )
        assert today_headline(3, 2) == (
            "Drei Personen für heute",
            "Und zwei, deren Zeitfenster vorbei ist. Fangen Sie dort an oder wo Sie mögen.",
        )


def test_every_country_with_holidays_has_a_name() -> None:
    assert known_countries().keys() <= COUNTRIES.keys()


def test_countries_stand_in_the_order_of_the_language() -> None:
    with translation.override("de"):
        names = [name for _code, name in countries_with_holidays()]
    assert {"Österreich", "Ägypten", "Schweiz"} <= set(names)
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    assert names.index("Ägypten") < names.index("Bahamas")
