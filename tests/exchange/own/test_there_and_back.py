"""What was taken along comes back into an empty installation: taken along again, it is the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate

from accounts.changes import Change
from accounts.models import ApiToken, Team, User
from accounts.password_resets import reset_link_for
from exchange.kinds import Taken
from exchange.models import ImportedRow
from exchange.own.reading import RefusedError
from followups.actions import record_no, undo_change
from outbox import arming
from outbox.models import Delivery
from prospects.models import Loss, LossReason, MailKey, Prospect
from tests.cast import MONDAY, NINE, PASSWORD, a_no
from tests.exchange.own.going_and_coming import brought_back, emptied, fresh_account, json_in, taken_along
from tests.security.canaries import plant
from tests.security.naughty import naughty_strings

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


def tables(text: str) -> dict[str, list[dict[str, Any]]]:
    return dict(json.loads(text)["tables"])


@pytest.mark.parametrize("taken", [Taken.TEAM, Taken.OWN])
def test_what_came_back_is_what_left(taken: Taken, owner: User, colleague: User, path: Path) -> None:
    owner.is_manager = taken is Taken.TEAM
    owner.save()
    plant(owner, hostile="=1+1\r\n'@x")
    plant(colleague)
    first = taken_along(path, taken, owner)
    emptied()
    me = fresh_account(owner.email)
    brought_back(path, me)
    me.refresh_from_db()
    assert taken_along(path, taken, me) == first
    assert Loss.objects.exists()
    assert Change.objects.filter(action="bring_all_back", actor=me).exists()


def test_the_whole_with_all_its_teams_comes_back_into_nothing_at_all(
    owner: User, stranger: User, path: Path
) -> None:
    plant(owner)
    plant(stranger)
    first = taken_along(path, Taken.WHOLE)
    emptied()
    brought = brought_back(path, None)
    assert taken_along(path, Taken.WHOLE) == first
    assert {user.email for user in brought.arrived} >= {owner.email, stranger.email}


def test_the_whole_comes_back_to_the_one_account_with_an_address_in_it(
    owner: User, stranger: User, path: Path
) -> None:
    plant(owner)
    plant(stranger)
    first = taken_along(path, Taken.WHOLE)
    emptied()
    brought_back(path, fresh_account(stranger.email))
    assert taken_along(path, Taken.WHOLE) == first


@pytest.mark.parametrize("which", ["ours", "shared"])
def test_naughty_strings_come_back_as_they_are(which: str, owner: User, path: Path) -> None:
    owner.is_manager = True
    owner.save()
    loss = record_no(a_no(email="ingrid@example.org"), by=owner, today=MONDAY, now=NINE).loss
    texts = [text for text in naughty_strings(which) if "\x00" not in text]
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    # As they are, past the cleaning at the border; the first word shows that they are text and no blank.
    for place, text in enumerate(texts):
        reason = LossReason(
            team=owner.team, conversation="cannot", label=f"{place} {text}"[:80], position=place
        )
        reason.save()
    Loss.objects.filter(pk=loss.pk).update(
        notes="\n".join(texts)[:2000], in_their_words="=1+1", needs="'=1+1\r\n@x", timing="".join(texts)[:900]
    )
    Prospect.objects.filter(pk=loss.prospect_id).update(name=f"=cmd|{texts[0]}"[:200], learned="\u2028\x1b\t")
    first = taken_along(path, Taken.TEAM, owner)
    before = Loss.objects.values().get()
    emptied()
    brought_back(path, fresh_account(owner.email))
    assert taken_along(path, Taken.TEAM, User.objects.get()) == first
    after = Loss.objects.values().get()
    same = {name for name in before if before[name] == after[name]}
    assert before.keys() - same == {"team_id", "logged_by_id"}


def test_whoever_brings_it_in_keeps_their_password_and_nobody_else_has_one(
    owner: User, colleague: User, path: Path
) -> None:
    colleague.is_manager = True
    colleague.save()
    record_no(a_no(), by=owner, today=MONDAY, now=NINE)
    taken_along(path, Taken.TEAM, colleague)
    emptied()
    me = fresh_account(owner.email, name="Somebody")
    brought_back(path, me)
    assert authenticate(email=owner.email, password=PASSWORD) == me
    assert User.objects.get(pk=me.pk).name == "Maren Vogt"
    assert not User.objects.get(email=colleague.email).has_usable_password()
    assert "/password/reset/key/" in reset_link_for(colleague.email)
    assert Loss.objects.get().logged_by == me


def test_whoever_brings_it_in_stays_a_manager(owner: User, manager: User, path: Path) -> None:
    taken_along(path, Taken.TEAM, manager)
    emptied()
    brought_back(path, fresh_account(owner.email))
    me = User.objects.get(email=owner.email)
    assert (me.is_manager, me.is_marketing, me.is_active) == (True, False, True)


def test_somebody_who_is_not_in_it_joins_the_team(owner: User, path: Path) -> None:
    record_no(a_no(), by=owner, today=MONDAY, now=NINE)
    taken_along(path, Taken.WHOLE)
    emptied()
    me = fresh_account("new@example.com", team_name="New")
    brought_back(path, me)
    assert Team.objects.get().name == "Vogt and partners"
    assert Prospect.objects.get().owner.email == owner.email
    assert Prospect.objects.visible_to(User.objects.get(pk=me.pk)).exists()


def test_colleagues_of_whom_only_the_name_was_taken_cannot_sign_in(
    owner: User, colleague: User, path: Path
) -> None:
    taken_along(path, Taken.OWN, owner)
    emptied()
    brought = brought_back(path, fresh_account(owner.email))
    assert [(user.email, user.is_active) for user in brought.arrived] == [(colleague.email, False)]


def test_one_s_own_people_come_back_into_nothing_at_all_with_a_manager(
    owner: User, colleague: User, path: Path
) -> None:
    first = taken_along(path, Taken.OWN, owner)
    emptied()
    brought_back(path, None)
    me = User.objects.get(email=owner.email)
    assert (me.is_manager, me.is_active) == (True, True)
    assert not User.objects.get(email=colleague.email).is_active
    assert taken_along(path, Taken.OWN, me) == first


def test_one_s_own_people_with_nobody_who_can_sign_in_are_refused(owner: User, path: Path) -> None:
    taken_along(path, Taken.OWN, owner)
    changed = path.with_name("changed.json")
    changed.write_text(json_in(path).replace('"is_active": true', '"is_active": false'), encoding="utf-8")
    emptied()
    with pytest.raises(RefusedError):
        brought_back(changed, None)
    assert not User.objects.exists()


def test_no_mail_leaves_until_somebody_arms_it(owner: User, path: Path) -> None:
    plant(owner)
    taken_along(path, Taken.TEAM, owner)
    emptied()
    assert arming.may_mail(NINE)
    brought_back(path, fresh_account(owner.email))
    assert not arming.may_mail(NINE)
    assert not Delivery.objects.exists()


def test_ways_in_and_keys_are_made_anew(owner: User, path: Path) -> None:
    planted = plant(owner)
    link_key = planted.sending.link_key
    taken_along(path, Taken.WHOLE)
    emptied()
    brought_back(path, None)
    assert not ApiToken.objects.exists()
    assert not MailKey.objects.exists()
    assert type(planted.sending).objects.get(pk=planted.sending.pk).link_key != link_key


def test_what_came_in_by_a_file_once_is_known_there_as_well(owner: User, path: Path) -> None:
    ImportedRow.objects.create(team=owner.team, key="f" * 64)
    taken_along(path, Taken.WHOLE)
    emptied()
    brought_back(path, fresh_account(owner.email))
    assert ImportedRow.objects.get().team == Team.objects.get()


def test_what_was_done_there_can_be_taken_back_here(owner: User, path: Path) -> None:
    owner.is_manager = True
    owner.save()
    record_no(a_no(), by=owner, today=MONDAY, now=NINE)
    taken_along(path, Taken.TEAM, owner)
    emptied()
    me = fresh_account(owner.email)
    brought_back(path, me)
    me.refresh_from_db()
    assert Change.objects.get(action="record_no").actor == me
    undo_change(Change.objects.get(action="record_no").pk, by=me, now=NINE)
    assert not Loss.objects.exists()
