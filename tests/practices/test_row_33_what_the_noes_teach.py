"""PRODUCT.md, row 33: why we hear no, what comes back, how sure that is; each figure leads to its rows."""

import csv
import io

from accounts.models import User
from prospects.models import Deal, Loss
from tests.cast import make_user
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing

INSIGHTS = "/insights/"
NAMES = ("Ada Ek", "Bo Dahl", "Cem Oz", "Dora Falk", "Elin Berg", "Finn Moe")


def heard(desk: Desk, *names: str, **typed: object) -> None:
    """A no from each, through the form."""
    for name in names or NAMES:
        desk.log(prospect_name=name, **typed)


def leads_to(page: Element, text: str) -> str:
    """Where the link with these words leads."""
    (link, *_others) = [link for link in page.all("a", href=True) if link.text.strip() == text]
    return link.attrs["href"]


def came_back(desk: Desk, name: str) -> None:
    deal = Deal.objects.get(prospect__name=name).get_absolute_url()
    desk.send(desk.look(deal), f"{deal}won-back/", why_yes="It was time")


def test_why_we_hear_no_in_count_and_money(desk: Desk) -> None:
    heard(desk, *NAMES[:4], deal_value="1000", deal_currency="EUR")
    heard(desk, *NAMES[4:], conversation="competitor_chosen", deal_value="500", deal_currency="USD")
    page = flowing(desk.look(INSIGHTS).one("main"))
    assert "You hear “Not now” most often: 4 of 6" in page
    # Currencies are never added up.
    assert "4,000" in page
    assert "1,000" in page
    assert "5,000" not in page


def test_it_is_one_tap_from_today(desk: Desk) -> None:
    assert INSIGHTS in {link.attrs["href"] for link in desk.look("/").all("a", href=True)}


def test_a_figure_leads_to_its_rows(desk: Desk) -> None:
    heard(desk)
    later = desk.on(day(40))
    came_back(later, "Cem Oz")
    page = later.look(INSIGHTS)
    assert "1 of 6" in flowing(page.one("main"))
    (rows, *_others) = [
        link.attrs["href"]
        for link in page.one("main").all("dl")[0].all("a", href=True)
        if link.text.strip() == "1"
    ]
    listed = flowing(later.look(rows).one("main"))
    assert "Cem Oz" in listed
    assert "Ada Ek" not in listed


def test_nothing_is_said_of_too_few_and_nothing_beyond_the_range(desk: Desk) -> None:
    heard(desk, *NAMES[:3])
    assert "Too few to say. Two more and we can." in flowing(desk.look(INSIGHTS).one("main"))
    heard(desk, *NAMES[3:], conversation="cannot")
    came_back(desk, "Finn Moe")
    page = flowing(desk.look(INSIGHTS).one("main"))
    assert "nine chances in ten" in page
    assert "comes back more often" not in page


def test_every_figure_is_a_file(desk: Desk) -> None:
    heard(desk)
    page = desk.look(INSIGHTS)
    files = [
        a.attrs["href"] for a in page.all("a", href=True) if a.attrs["href"].startswith("/insights/csv/")
    ]
    assert len(files) >= 4
    for address in files:
        answer = desk.client.get(address)
        assert answer["Content-Type"].startswith("text/csv")
        assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_reasons_follow_ups_and_asking_stand_beside_it(desk: Desk) -> None:
    heard(desk, stage="Proposal", source="Fair", ask_feedback="yes")
    page = desk.look(INSIGHTS)
    told = {
        "Reasons": "Most noes come at “Proposal”: 6 of 6",
        "Follow-ups": "check-in interval works for you",
        "Asking": "6 of 6",
    }
    for room, sentence in told.items():
        assert sentence in flowing(desk.look(leads_to(page, room)).one("main")), room


def test_what_we_wrote_stands_beside_what_the_buyer_wrote(desk: Desk) -> None:
    heard(desk)
    page = desk.look("/insights/reasons/")
    assert "buyer" in flowing(page.one("main"))


def test_my_own_people_and_nobody_elses(desk: Desk, colleague: User) -> None:
    heard(desk)
    theirs = Loss.objects.get(prospect__name="Ada Ek").prospect
    theirs.owner = colleague
    theirs.save()
    page = flowing(desk.look(f"{INSIGHTS}?whose=team&period=all").one("main"))
    assert "5 of 5" in page or "most often: 5" in page
    assert "most often: 6" not in page


def test_a_quarter_is_looked_back_on_and_three_things_decided(desk: Desk) -> None:
    User.objects.filter(pk=desk.user.pk).update(is_manager=True)
    make_user(desk.user.team, "colleague@example.com")
    heard(desk, deal_value="9000", in_their_words="Not before the audit")
    later = desk.on(day(60))
    page = later.look(leads_to(later.look(INSIGHTS), "Quarter"))
    text = flowing(page.one("main"))
    assert "Not before the audit" in text
    # Nobody is ranked by noes.
    assert desk.user.name not in flowing(page.one(aria_labelledby="biggest-h"))
    (action,) = {
        form.attrs["action"] for form in page.all("form") if form.attrs.get("action", "").endswith("/decide/")
    }
    fields = [field.attrs["name"] for field in page.all("input", type="text") if field.attrs.get("name")]
    first = next(name for name in fields if "what" in name)
    prefix = first.partition("what")
    after = later.send(
        page,
        action,
        **{
            first: "Ask for the budget first",
            f"{prefix[0]}owner{prefix[2]}": str(desk.user.pk),
            f"{prefix[0]}due_on{prefix[2]}": day(90).isoformat(),
        },
    )
    assert "Ask for the budget first" in after.one("main").text
