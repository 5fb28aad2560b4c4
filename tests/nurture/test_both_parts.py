"""The text of a useful mail says what its HTML says, line by line, and every link of ours is https."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import Team, User
from nurture.approving import Words
from prospects.models import Prospect
from tests.desk.reading import read_text
from tests.nurture.stage import an_item, approved, leave, somebody

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SITE = "https://office.example.org"
WORDS = Words(
    "You plan for spring.", "For spring", "I read it twice.\n\nThe second part\nis for you & <yours>."
)
URL = re.compile(r":? ?https?://\S+")
# What stands between the words and the foot of a text (RFC 3676, 4.3).
CUT = "--"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["", "First.\n\nThen the rest."], ids=["link", "text"])
def mail(request: pytest.FixtureRequest, language: str, owner: User, settings: Any) -> EmailMultiAlternatives:
    settings.SITE_URL = SITE
    person = somebody(owner)
    Team.objects.update(counts_opens=True)
    Prospect.objects.filter(pk=person.pk).update(language=language)
    of_text = {"text": request.param, "link": ""} if request.param else {}
    approved(person, an_item(owner, "What helped others", **of_text), words=WORDS)
    [sent] = leave()
    return sent


def html_of(mail: EmailMultiAlternatives) -> str:
    [(content, _kind)] = mail.alternatives
    return str(content)


def told(text: str) -> list[str]:
    """Its words in their order, without addresses."""
    lines = (URL.sub("", line) for line in text.splitlines() if line.strip() != CUT)
    return " ".join(lines).split()


def test_both_parts_say_the_same(mail: EmailMultiAlternatives) -> None:
    said = [part.text for part in read_text(html_of(mail)).all("p")]
    assert told("\n".join(said)) == told(str(mail.body))
    assert len(told(str(mail.body))) > 40


def test_every_link_of_ours_is_https_at_our_own_address(mail: EmailMultiAlternatives) -> None:
    in_html = re.findall(r'href="([^"]+)"', html_of(mail))
    in_text = re.findall(r"https?://\S+", str(mail.body))
    assert sorted(in_html) == sorted(in_text)
    assert len(in_text) >= 2
    assert {f"{urlsplit(link).scheme}://{urlsplit(link).netloc}" for link in in_text} == {SITE}
