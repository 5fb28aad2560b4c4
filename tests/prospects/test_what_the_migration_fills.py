"""What migration 0009 knows of noes from before is what the actions would have kept."""

from importlib import import_module

from django.apps import apps

from accounts.models import User
from prospects.models import Loss
from tests.followups.months.coming_back import faults_of_noes
from tests.followups.months.ledger import everything
from tests.followups.telling import day, log
from tests.followups.test_what_became_of_noes import decline_again, grow, reopen, win


def filled_anew() -> None:
    """As the table stood before, and then the migration."""
    Loss.objects.update(came_back_on=None, declined_again=False)
    import_module("prospects.migrations.0009_learning_from_no").fill(apps, None)


def test_noes_from_before_know_what_became_of_them(owner: User) -> None:
    names = ("Waits", "Open again", "Came back", "Declined again", "Again and back", "Grown", "Grown first")
    noes = {name: log(owner, name).deal for name in (*names, "Grown later")}
    reopen(noes["Open again"], owner)
    win(noes["Came back"], owner)
    decline_again(noes["Declined again"], owner)
    decline_again(noes["Again and back"], owner)
    win(noes["Again and back"], owner)
    win(grow(noes["Grown"], owner), owner)
    win(grow(noes["Grown first"], owner), owner, day(55))
    win(noes["Grown first"], owner)
    win(noes["Grown later"], owner, day(55))
    win(grow(noes["Grown later"], owner), owner)
    kept = dict(Loss.objects.values_list("pk", "came_back_on"))
    assert list(kept.values()).count(None) == 5
    filled_anew()
    assert dict(Loss.objects.values_list("pk", "came_back_on")) == kept
    assert list(faults_of_noes(everything())) == []
