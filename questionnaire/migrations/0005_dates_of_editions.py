from django.db import migrations, models


def date_finished_projects(apps, schema_editor):
    """Give every finished project the moment of its newest edition."""
    Edition = apps.get_model("questionnaire", "Edition")
    Project = apps.get_model("questionnaire", "Project")
    newest = (
        Edition.objects.filter(project=models.OuterRef("pk"))
        .order_by("-number")
        .values("finished_at")[:1]
    )
    Project.objects.filter(editions__isnull=False).update(
        finished_at=models.Subquery(newest)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("questionnaire", "0004_desk"),
    ]

    operations = [
        migrations.RunPython(date_finished_projects, migrations.RunPython.noop),
    ]
