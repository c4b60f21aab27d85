import django.db.models.deletion
from django.db import migrations, models


def note_templates(apps, schema_editor):
    """Find from the trail which version of the template each text was typed for."""
    names = ("Project", "PlanTemplate", "Event", "MoveCheck", "RecoveredDraft", "Comment")
    Project, PlanTemplate, Event, MoveCheck, RecoveredDraft, Comment = (
        apps.get_model("questionnaire", name) for name in names
    )
    moved = Project.objects.exclude(former_template=None)
    for project in moved.select_related("template"):
        versions = {
            template.version: template.pk
            for template in PlanTemplate.objects.filter(slug=project.template.slug)
        }
        moves = [
            (event.at, versions[event.data["from"]])
            for event in Event.objects.filter(
                project=project, verb="project.template_moved"
            ).order_by("at", "pk")
            if event.data.get("from") in versions
        ]

        def followed(moment, moves=moves, now=project.template_id):
            return next((pk for at, pk in moves if moment <= at), now)

        # Whichever move a check is of: of the newest, it asks of more and never of less.
        MoveCheck.objects.filter(project=project).update(
            former_template=project.former_template_id
        )
        for kept in RecoveredDraft.objects.filter(answer__project=project).iterator():
            RecoveredDraft.objects.filter(pk=kept.pk).update(
                template=followed(kept.typed_at)
            )
        comments = Comment.objects.filter(project=project).exclude(suggestion=None)
        for comment in comments.iterator():
            Comment.objects.filter(pk=comment.pk).update(
                suggestion_template=followed(comment.created_at)
            )


class Migration(migrations.Migration):

    dependencies = [
        ("questionnaire", "0028_first_minute"),
    ]

    operations = [
        migrations.AddField(
            model_name='movecheck',
            name='former_template',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaire.plantemplate'),
        ),
        migrations.AddField(
            model_name='recovereddraft',
            name='template',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaire.plantemplate'),
        ),
        migrations.AddField(
            model_name='comment',
            name='suggestion_template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaire.plantemplate'),
        ),
        migrations.RunPython(note_templates, migrations.RunPython.noop),
    ]
