from django.db import migrations
from django.db.models import OuterRef, Subquery

from questionnaire.lib.text import search_key


def fill_keys(apps, schema_editor):
    """Give projects that are there already what new ones are saved with."""
    project_class = apps.get_model("questionnaire", "Project")
    newest = (
        apps.get_model("questionnaire", "Edition")
        .objects.filter(project=OuterRef("pk"))
        .order_by("-number")
        .values("finished_at")[:1]
    )
    projects = project_class.objects.annotate(newest=Subquery(newest)).only("title")
    for project in projects.iterator():
        project_class.objects.filter(pk=project.pk).update(
            title_key=search_key(project.title)[:300], finished_at=project.newest
        )


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0007_librarians'),
    ]

    operations = [
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
