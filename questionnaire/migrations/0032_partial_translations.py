from django.db import migrations, models


class Migration(migrations.Migration):
    """A translation that is begun is noted as such; earlier notes said all or nothing."""

    dependencies = [
        ("questionnaire", "0031_templates_of_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="translation",
            name="is_partial",
            field=models.BooleanField(default=False),
        ),
    ]
