from django.db import migrations

from questionnaire.search import ENGINES


def create(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The index by which plans are searched: another one in each database."""

    dependencies = [
        ('questionnaire', '0006_calendar'),
        ('questionnaire', '0008_project_keys'),
    ]

    operations = [
        migrations.RunPython(create, drop),
    ]
