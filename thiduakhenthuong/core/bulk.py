"""Writing many rows in one statement.

Django cuts bulk_create and bulk_update on SQLite into pieces of 999 values, so their number grows with the rows; and a
bulk_update is a CASE as long as the list. Here SQLite runs one prepared statement over all rows, PostgreSQL gets one
list of VALUES: constant and several times faster. Field hooks (pre_save) run, signals do not.
"""

from collections.abc import Iterable

from django.db import connection, models

PART = 10_000  # rows of one list of VALUES, so that a statement stays within some megabytes


def insert_rows(objs: Iterable[models.Model]) -> int:
    """Insert new rows of one model (their primary keys are not read back); answers how many."""
    objs = list(objs)
    if objs:
        fields = [f for f in objs[0]._meta.concrete_fields if not f.primary_key]
        head = f"INSERT INTO {_quote(objs[0]._meta.db_table)} ({_columns(fields)}) VALUES"
        rows = [_values(obj, fields, add=True) for obj in objs]
        if connection.vendor == "sqlite":
            _run_each(f"{head} {_marks(rows[0])}", rows)
        else:
            _run_in_parts(lambda part: f"{head} {', '.join(map(_marks, part))}", rows)
    return len(objs)


def update_rows(objs: Iterable[models.Model], names: Iterable[str]) -> int:
    """Write some fields of existing rows as they stand in the objects; answers how many."""
    objs = list(objs)
    if objs:
        meta = objs[0]._meta
        fields = [meta.get_field(name) for name in names]
        rows = [[*_values(obj, fields), obj.pk] for obj in objs]
        if connection.vendor == "sqlite":
            changes = ", ".join(f"{_quote(f.column)} = %s" for f in fields)
            _run_each(f"UPDATE {_quote(meta.db_table)} SET {changes} WHERE {_quote(meta.pk.column)} = %s", rows)
        else:
            _run_in_parts(lambda part: _update_from(meta, fields, part), rows)
    return len(objs)


def _update_from(meta, fields, rows) -> str:
    changes = ", ".join(f"{_quote(f.column)} = v.{_quote(f.column)}::{f.db_type(connection)}" for f in fields)
    own, key = _quote(meta.db_table), _quote(meta.pk.column)
    source = f"(VALUES {', '.join(map(_marks, rows))}) AS v ({_columns([*fields, meta.pk])})"
    return f"UPDATE {own} SET {changes} FROM {source} WHERE {own}.{key} = v.{key}"


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)


def _columns(fields) -> str:
    return ", ".join(_quote(f.column) for f in fields)


def _marks(row: list) -> str:
    return f"({', '.join(['%s'] * len(row))})"


def _values(obj, fields, *, add: bool = False) -> list:
    return [f.get_db_prep_save(f.pre_save(obj, add), connection) for f in fields]


def _run_each(sql: str, rows: list) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _run_in_parts(statement, rows: list) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), PART):
            part = rows[start : start + PART]
            cursor.execute(statement(part), [value for row in part for value in row])
