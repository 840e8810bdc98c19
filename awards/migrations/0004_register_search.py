"""PostgreSQL only: names are searched through a trigram index, and the newest awards are read from an index in page order.

SQLite has no trigrams; its `LIKE` over the names of one province is quick enough.
"""

from django.db import migrations

UP = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS award_name_trgm_idx ON awards_award USING gin (search_key gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS award_newest_idx ON awards_award "
    "(decision_date DESC NULLS LAST, decision_number, list_position, id)",
)
DOWN = ("DROP INDEX IF EXISTS award_name_trgm_idx", "DROP INDEX IF EXISTS award_newest_idx")


def _run(statements):
    def work(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return work


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_import_answers")]

    operations = [migrations.RunPython(_run(UP), _run(DOWN))]
