import django.utils.timezone
from django.db import migrations, models

FORMATS = [
    ("pdf", "PDF"),
    ("docx", "Word (DOCX)"),
    ("bagit", "Preservation package (BagIt)"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("questionnaire", "0009_plan_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkexport",
            name="called_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="bulkexport",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="bulkexportitem",
            name="format",
            field=models.CharField(choices=FORMATS, max_length=10),
        ),
        migrations.AlterField(
            model_name="editionfile",
            name="format",
            field=models.CharField(choices=FORMATS, max_length=10),
        ),
    ]
