"""Sign-up is closed unless the installation opens it; whoever signs up has a team of their own."""

from django.test import Client, override_settings

from accounts.models import User
from prospects.models import LossReason, Prospect

TYPED = {
    "email": "New@Example.org",
    "password1": "a long enough password",
    "password2": "a long enough password",
}


def test_sign_up_is_closed_by_default(client: Client, owner: User) -> None:
    answer = client.post("/accounts/signup/", TYPED)
    assert b"password1" not in answer.content
    assert User.objects.count() == 1


@override_settings(SIGNUP_OPEN=True)
def test_with_open_sign_up_a_visitor_gets_a_team_of_their_own(client: Client, owner: User) -> None:
    answer = client.post("/accounts/signup/", TYPED)
    assert answer.status_code == 302
    newcomer = User.objects.get(email="new@example.org")
    assert newcomer.team_id != owner.team_id
    assert len(newcomer.roles()) == 3
    assert LossReason.objects.filter(team=newcomer.team, label="Price").count() == 8
    assert not Prospect.objects.visible_to(newcomer).exists()
