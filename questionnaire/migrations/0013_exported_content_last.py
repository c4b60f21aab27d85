from django.db import migrations, models


def put_content_last(apps, schema_editor):
    """On SQLite, let everything about a file be read without walking its content.

    A row is read from its beginning: what stands behind 50 MB costs as much as they.
    PostgreSQL keeps long values elsewhere.
    """
    if schema_editor.connection.vendor == "sqlite":
        schema_editor._remake_table(apps.get_model("questionnaire", "EditionFile"))


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0012_exported_file_sources'),
    ]

    operations = [
        # The order of the fields alone: nothing is removed.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField('editionfile', 'content'),
                migrations.AddField(
                    'editionfile', 'content', models.BinaryField(null=True)
                ),
            ],
        ),
        migrations.RunPython(put_content_last, migrations.RunPython.noop),
    ]
