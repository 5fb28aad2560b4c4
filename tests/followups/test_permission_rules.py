"""Who may use which channel: RULES.md, "Permission has two strengths"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.contact_rules import Actor
from followups.contacts import Closed
from followups.kinds import Kind
from followups.permission_rules import Grant, Refusal, countries_in, is_strict, why_not, without_permission
from prospects.conversations import PermissionChannel, PermissionStrength

CALL, MAIL = PermissionChannel.CALL, PermissionChannel.MAIL
LETTER, MEETING = PermissionChannel.NEWSLETTER, PermissionChannel.MEETING
USUAL = countries_in("DE,AT")
ONE_TO_ONE = [CALL, MAIL, MEETING]


@pytest.mark.parametrize("channel", ONE_TO_ONE)
@pytest.mark.parametrize("grant", [Grant.SAID, Grant.CONFIRMED])
def test_said_aloud_is_enough_for_a_person_one_to_one(channel: PermissionChannel, grant: Grant) -> None:
    assert why_not(channel, grant, actor=Actor.PERSON, strict_country=True) is None


@pytest.mark.parametrize("channel", ONE_TO_ONE)
def test_not_asked_people_may_check_in(channel: PermissionChannel) -> None:
    assert why_not(channel, Grant.NOT_ASKED, actor=Actor.PERSON) is None


@pytest.mark.parametrize("actor", [Actor.APP, Actor.APP_APPROVED])
def test_not_asked_the_app_mails_nothing(actor: Actor) -> None:
    assert why_not(MAIL, Grant.NOT_ASKED, actor=actor) == Refusal.NOT_ASKED


def test_what_the_app_sends_by_itself_needs_it_in_writing() -> None:
    assert why_not(MAIL, Grant.SAID, actor=Actor.APP) == Refusal.NOT_CONFIRMED
    assert why_not(MAIL, Grant.CONFIRMED, actor=Actor.APP) is None


def test_one_mail_a_person_approved_goes_with_a_yes_said_aloud() -> None:
    assert why_not(MAIL, Grant.SAID, actor=Actor.APP_APPROVED) is None


def test_in_a_strict_country_every_mail_of_the_app_needs_it_in_writing() -> None:
    strict = why_not(MAIL, Grant.SAID, actor=Actor.APP_APPROVED, strict_country=True)
    assert strict == Refusal.STRICT_COUNTRY
    assert why_not(MAIL, Grant.CONFIRMED, actor=Actor.APP_APPROVED, strict_country=True) is None


def test_germany_and_austria_are_strict_and_a_team_may_name_others() -> None:
    assert [code for code in ("DE", "AT", "de", "CH", "NO", "") if is_strict(code, USUAL)] == [
        "DE",
        "AT",
        "de",
    ]
    assert is_strict("CH", countries_in(" ch,, no"))
    assert not is_strict("DE", countries_in(""))


@pytest.mark.parametrize("actor", list(Actor))
def test_the_letter_is_a_series_and_needs_it_in_writing_whoever_sends_it(actor: Actor) -> None:
    assert why_not(LETTER, Grant.NOT_ASKED, actor=actor) == Refusal.NOT_ASKED
    assert why_not(LETTER, Grant.SAID, actor=actor) == Refusal.NOT_CONFIRMED
    assert why_not(LETTER, Grant.CONFIRMED, actor=actor) is None


@pytest.mark.parametrize("channel", list(PermissionChannel))
@pytest.mark.parametrize("grant", list(Grant))
@pytest.mark.parametrize("actor", list(Actor))
def test_after_please_stop_nothing_is_permitted(
    channel: PermissionChannel, grant: Grant, actor: Actor
) -> None:
    for kind in (None, *Kind):
        found = why_not(channel, grant, actor=actor, closed=Closed.STOPPED, kind=kind, is_reply=True)
        assert found == Refusal.STOPPED


@pytest.mark.parametrize(("closed", "why"), [(Closed.NO, Refusal.SAID_NO), (Closed.LET_GO, Refusal.LET_GO)])
def test_a_no_leaves_a_person_the_thank_you_and_what_was_promised(closed: Closed, why: Refusal) -> None:
    assert why_not(MAIL, Grant.SAID, actor=Actor.PERSON, closed=closed) == why
    for kind in (Kind.THANK_YOU, Kind.PROMISE):
        assert why_not(MAIL, Grant.WITHDRAWN, actor=Actor.PERSON, closed=closed, kind=kind) is None
        assert why_not(MAIL, Grant.CONFIRMED, actor=Actor.APP, closed=closed, kind=kind) == why
    assert why_not(CALL, Grant.SAID, actor=Actor.PERSON, closed=closed, kind=Kind.CHECK_IN) == why


@pytest.mark.parametrize("actor", list(Actor))
def test_a_channel_they_took_back_is_closed_to_everybody(actor: Actor) -> None:
    for channel in PermissionChannel:
        assert why_not(channel, Grant.WITHDRAWN, actor=actor) == Refusal.WITHDRAWN


def test_who_wrote_is_answered_by_a_person_on_any_channel() -> None:
    for closed in (None, Closed.NO, Closed.LET_GO):
        assert why_not(MAIL, Grant.WITHDRAWN, actor=Actor.PERSON, closed=closed, is_reply=True) is None
    assert why_not(MAIL, Grant.WITHDRAWN, actor=Actor.APP, is_reply=True) == Refusal.WITHDRAWN


def test_a_suppressed_address_gets_no_mail_and_may_be_called() -> None:
    for channel in (MAIL, LETTER):
        found = why_not(channel, Grant.CONFIRMED, actor=Actor.PERSON, closed=Closed.SUPPRESSED)
        assert found == Refusal.SUPPRESSED
    assert why_not(CALL, Grant.SAID, actor=Actor.PERSON, closed=Closed.SUPPRESSED) is None


def test_the_teams_postal_address_stands_under_the_first_mail() -> None:
    missing = why_not(MAIL, Grant.CONFIRMED, actor=Actor.APP, has_postal_address=False)
    assert missing == Refusal.NO_POSTAL_ADDRESS
    assert why_not(MAIL, Grant.SAID, actor=Actor.PERSON, has_postal_address=False) is None


def test_while_they_pause_the_app_sends_nothing_approved_or_not() -> None:
    for actor in (Actor.APP, Actor.APP_APPROVED):
        assert why_not(MAIL, Grant.CONFIRMED, actor=actor, is_paused=True) == Refusal.PAUSED
    assert why_not(MAIL, Grant.CONFIRMED, actor=Actor.PERSON, is_paused=True) is None
    assert why_not(LETTER, Grant.CONFIRMED, actor=Actor.PERSON, is_paused=True) is None


@pytest.mark.parametrize("refusal", list(Refusal))
def test_a_person_may_go_against_a_no_or_a_withdrawal_with_a_reason_the_app_never(refusal: Refusal) -> None:
    by_person = {Refusal.SAID_NO, Refusal.LET_GO, Refusal.WITHDRAWN}
    assert refusal.may_override(Actor.PERSON) is (refusal in by_person)
    assert not refusal.may_override(Actor.APP)
    assert not refusal.may_override(Actor.APP_APPROVED)


def test_a_hand_over_is_refused_for_a_channel_without_permission() -> None:
    grants = {CALL: Grant.SAID, MAIL: Grant.CONFIRMED, LETTER: Grant.WITHDRAWN}
    assert without_permission([CALL, MAIL], grants) == ()
    assert without_permission([LETTER, MAIL, MEETING], grants) == (LETTER, MEETING)


def test_a_recorded_strength_is_a_grant() -> None:
    assert [Grant(strength.value) for strength in PermissionStrength] == [Grant.SAID, Grant.CONFIRMED]


@given(
    st.sampled_from(PermissionChannel),
    st.none() | st.sampled_from(Closed),
    st.none() | st.sampled_from(Kind),
    st.booleans(),
    st.booleans(),
)
def test_more_permission_and_more_of_a_person_never_permit_less(
    channel: PermissionChannel, closed: Closed | None, kind: Kind | None, is_reply: bool, strict: bool
) -> None:
    stronger = [Grant.WITHDRAWN, Grant.NOT_ASKED, Grant.SAID, Grant.CONFIRMED]
    nearer = [Actor.APP, Actor.APP_APPROVED, Actor.PERSON]

    def may(grant: Grant, actor: Actor) -> bool:
        found = why_not(
            channel,
            grant,
            actor=actor,
            closed=closed,
            kind=kind,
            is_reply=is_reply,
            strict_country=strict,
        )
        return found is None

    for actor in Actor:
        by_grant = [may(grant, actor) for grant in stronger]
        assert by_grant == sorted(by_grant)
    for grant in Grant:
        by_actor = [may(grant, actor) for actor in nearer]
        assert by_actor == sorted(by_actor)
        # By itself the app sends only what was confirmed in writing, through an open door.
        assert not may(grant, Actor.APP) or (grant == Grant.CONFIRMED and closed in {None, Closed.SUPPRESSED})
