"""PostgreSQL only: people and units are searched through trigram indexes; SQLite reads the names one by one."""

from django.db import migrations

UP = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS person_name_trgm_idx ON campaigns_person USING gin (search_key gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS unit_name_trgm_idx ON campaigns_unit USING gin (search_key gin_trgm_ops)",
)
DOWN = ("DROP INDEX IF EXISTS person_name_trgm_idx", "DROP INDEX IF EXISTS unit_name_trgm_idx")


def _run(statements):
    def work(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return work


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_first")]

    operations = [migrations.RunPython(_run(UP), _run(DOWN))]
