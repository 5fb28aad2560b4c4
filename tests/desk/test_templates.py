"""Every template is one, in whichever branch of a page it stands."""

from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_read(name: str) -> None:
    assert get_template(name, using=engines.all()[0].name)
