"""Answers of the officer to the questions of an uploaded list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0002_first")]

    operations = [migrations.AddField("importrow", "answers", models.JSONField(default=dict))]
