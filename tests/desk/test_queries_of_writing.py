"""How many queries a save may take: what is asked twice, or once per row, costs everybody."""

from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from followups.models import FollowUp
from tests.desk.visiting import post_no, typed_no

# Counted with session and user, and with the savepoints that stand for transactions in a test.
NO, COMPLETE = 29, 20


def test_a_no_of_somebody_new(desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    post_no(desk)
    another = typed_no(prospect_name="Jon Berg", organisation_name="Berg and Sons", email="jon@example.net")
    with django_assert_max_num_queries(NO):
        assert desk.post("/no/", another).status_code == 303


def test_a_check_in(
    desk: Client, row: FollowUp, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(COMPLETE):
        answer = desk.post(f"/followups/{row.pk}/complete/", {"outcome": "spoke", "note": "They think."})
    assert answer.status_code == 303
