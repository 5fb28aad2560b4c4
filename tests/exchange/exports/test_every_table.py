"""No table is forgotten: each is taken along, or stands in the list of those that stay with the reason."""

from django.apps import apps

from exchange.exports.tables import LEFT_OUT, TABLES


def test_every_table_is_taken_or_left_out_with_a_reason() -> None:
    every = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    taken = {table.label for table in TABLES}
    assert every - taken - LEFT_OUT.keys() == set(), "a new table: is it taken along, and if not, why?"
    assert taken & LEFT_OUT.keys() == set()
    assert all(LEFT_OUT.values())


def test_no_list_names_a_table_there_is_not() -> None:
    every = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert LEFT_OUT.keys() - every == set()


def test_columns_that_stay_are_columns() -> None:
    for table in TABLES:
        names = {column.name for column in table.model._meta.concrete_fields}
        assert table.without | table.needed <= names, table.label


def test_each_table_has_a_file_of_its_own() -> None:
    files = [table.file for table in TABLES]
    assert len(set(files)) == len(files)
    assert "deals.csv" not in files
