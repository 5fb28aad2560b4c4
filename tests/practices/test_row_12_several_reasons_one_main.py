"""PRODUCT.md, row 12: several reasons and several competitors, one of them the main one."""

from prospects.models import Loss, LossReason
from tests.practices.desk import Desk


def reason(label: str, conversation: str) -> str:
    return str(LossReason.objects.get(label=label, conversation=conversation).pk)


def test_one_reason_is_the_main_one_and_others_stand_beside_it(desk: Desk) -> None:
    page = desk.log(
        conversation="competitor_chosen", reason=reason("Price", "competitor_chosen"),
        reasons=[reason("Better terms", "competitor_chosen"), reason("Policy", "cannot")],
    )  # fmt: skip
    loss = Loss.objects.get()
    assert loss.reason is not None
    assert loss.reason.label == "Price"
    assert set(loss.further_reasons.values_list("reason__label", flat=True)) == {"Better terms", "Policy"}
    for label in ("Price", "Better terms", "Policy"):
        assert label in page.text


def test_a_reason_of_another_kind_of_no_cannot_be_the_main_one(desk: Desk) -> None:
    page = desk.refused(
        desk.look("/no/"), "/no/", prospect_name="Tom Reed", conversation="cannot",
        reason=reason("Better terms", "competitor_chosen"),
    )  # fmt: skip
    assert "This reason belongs to another kind of no." in page.text
    assert not Loss.objects.exists()


def test_several_competitors_with_the_one_who_mattered_most(desk: Desk) -> None:
    page = desk.log(
        conversation="competitor_chosen", competitors="Northwind\nKaltenbach", main_competitor="Kaltenbach"
    )
    rows = Loss.objects.get().competitors.values_list("competitor__name", "is_main")
    assert dict(rows) == {"Northwind": False, "Kaltenbach": True}
    assert "Northwind" in page.text
    assert "Kaltenbach" in page.text


def test_the_team_adds_reasons_of_its_own(desk: Desk, managers_desk: Desk) -> None:
    page = managers_desk.look("/settings/reasons/")
    managers_desk.send(page, "/settings/reasons/new/", conversation="cannot", label="The works council")
    page = desk.log(conversation="cannot", reason=reason("The works council", "cannot"))
    assert "The works council" in page.text
