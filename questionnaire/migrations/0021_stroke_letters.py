from django.db import migrations

from questionnaire.lib.text import search_key


def fill_keys(apps, schema_editor):
    """Sort titles with letters such as Ł where people look for them, as new ones are."""
    projects = apps.get_model("questionnaire", "Project").objects
    for project in projects.only("title", "title_key").iterator():
        key = search_key(project.title)[:300]
        if key != project.title_key:
            projects.filter(pk=project.pk).update(title_key=key)


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0020_holdings'),
    ]

    operations = [
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
