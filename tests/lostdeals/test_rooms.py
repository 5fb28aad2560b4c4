"""The rooms of the house, and which way they may look."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[2]


def layers() -> list[str]:
    """The rooms from top to bottom, as import-linter reads them; of two on one line the later one first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (found,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [room for line in found for room in reversed(line.split(" | "))]


def our_apps() -> list[str]:
    return [config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT]


def our_foreign_keys() -> Iterator[tuple[str, str, str]]:
    """Every key from one of our tables to another: the field, its room, the room it points to."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and model._meta.app_label in our_apps():
                yield str(field), model._meta.app_label, field.related_model._meta.app_label


def test_every_installed_room_has_its_place_in_the_layers() -> None:
    assert our_apps() == list(reversed(layers()))


def test_every_package_at_the_top_is_an_installed_room() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "scripts", "bench"}
    assert packages == set(our_apps())


def test_no_foreign_key_points_up() -> None:
    from_the_bottom = our_apps()
    beside = {"nurture": "digests"}
    seen = list(our_foreign_keys())
    up = [
        field
        for field, room, other in seen
        if other in from_the_bottom
        if from_the_bottom.index(other) > from_the_bottom.index(room) or beside.get(room) == other
        if not (room == "outbox" and other == settings.AUTH_USER_MODEL.partition(".")[0])
    ]
    assert seen
    assert up == []


def test_every_table_of_ours_has_a_uuid_as_its_key() -> None:
    keys = {
        model._meta.label: model._meta.pk.get_internal_type()
        for model in apps.get_models()
        if model._meta.app_label in our_apps() and not model._meta.auto_created
    }
    assert keys
    assert {label: kind for label, kind in keys.items() if kind != "UUIDField"} == {}
