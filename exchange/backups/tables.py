"""Which tables a database holds and of which columns, by the migrations it says were applied to it.

A copy may be older than the code that reads it: what its tables looked like is known from the migrations.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader

from exchange.backups.refusals import BackupError

Node = tuple[str, str]
Model = type[models.Model]
Field: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True)
class Table:
    """A table whose rows are somebody's data, with its columns in a settled order."""

    model: Model
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table


def applied_to(alias: str) -> list[Node]:
    """The migrations that were applied there, in a settled order."""
    return sorted(MigrationLoader(connections[alias]).applied_migrations)


def tables_at(migrations: Collection[Node]) -> list[Table]:
    """The tables after these migrations, by name.

    The search index and the counters of tries are none of them: both come again by themselves.
    Raises BackupError when this version does not know all of the migrations.
    """
    found = _registry_at(set(migrations)).get_models(include_auto_created=True)
    tables = [_table(model) for model in found if model._meta.managed and not model._meta.proxy]
    return sorted(tables, key=lambda table: table.name)


def last_of_each(migrations: Collection[Node]) -> list[Node]:
    """Of these migrations those to migrate to: the last ones of each app."""
    graph, known = MigrationLoader(None).graph, set(migrations)
    return sorted(
        node
        for node in known
        if not any(child.key in known and child.key[0] == node[0] for child in graph.node_map[node].children)
    )


def is_current(migrations: Collection[Node]) -> bool:
    """Whether these are all that this version has."""
    return set(migrations) == set(MigrationLoader(None).graph.nodes)


def _table(model: Model) -> Table:
    fields: list[Field] = list(model._meta.concrete_fields)
    return Table(model, tuple(sorted(fields, key=lambda field: str(field.column))))


def _registry_at(migrations: set[Node]) -> Apps:
    loader = MigrationLoader(None)
    if unknown := migrations - set(loader.graph.nodes):
        app, name = min(unknown)
        raise BackupError(
            f"It was made by a newer version of Lost Deals ({app}.{name} is not known here). Update first."
        )
    if migrations == set(loader.graph.nodes):
        return current_apps
    state = loader.project_state(sorted(migrations))
    return state.apps


def belongs_to_us(table: str) -> bool:
    """Whether a table of a server is of this installation, by its name."""
    labels = {config.label for config in current_apps.get_app_configs()} | {"django"}
    return any(table.startswith(f"{label}_") for label in labels | set(settings.ROOMS))
