"""Writing many rows in one statement.

Django cuts bulk_create and bulk_update on SQLite into pieces of 999 values, so their number grows with the rows; and a
bulk_update is a CASE as long as the list. One prepared statement run over all rows is constant and faster.
"""

from collections.abc import Iterable

from django.db import connection, models


def insert_rows(objs: Iterable[models.Model]) -> int:
    """Insert new rows of one model (their primary keys are not read back); answers how many."""
    objs = list(objs)
    if not objs:
        return 0
    if connection.vendor != "sqlite":
        type(objs[0])._base_manager.bulk_create(objs, batch_size=5000)
        return len(objs)
    fields = [f for f in objs[0]._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    _run(f"INSERT INTO {_table(objs[0])} ({columns}) VALUES ({marks})", [_values(o, fields, add=True) for o in objs])
    return len(objs)


def update_rows(objs: Iterable[models.Model], names: Iterable[str]) -> int:
    """Write some fields of existing rows as they stand in the objects; answers how many."""
    objs = list(objs)
    if not objs:
        return 0
    meta = objs[0]._meta
    fields = [meta.get_field(name) for name in names]
    changes = ", ".join(f"{connection.ops.quote_name(f.column)} = %s" for f in fields)
    where = connection.ops.quote_name(meta.pk.column)
    _run(f"UPDATE {_table(objs[0])} SET {changes} WHERE {where} = %s", [[*_values(o, fields), o.pk] for o in objs])
    return len(objs)


def _table(obj) -> str:
    return connection.ops.quote_name(obj._meta.db_table)


def _values(obj, fields, *, add: bool = False) -> list:
    return [f.get_db_prep_save(f.pre_save(obj, add), connection) for f in fields]


def _run(sql: str, rows: list) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
