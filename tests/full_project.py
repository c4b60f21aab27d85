"""A project with a row in every table that has any of its projects’ rows."""

import uuid
from datetime import timedelta
from functools import cache

from django.apps import apps
from django.utils import timezone

from questionnaire.actions.projects.projects import create_project
from questionnaire.models import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Assignment,
    BulkExport,
    BulkExportItem,
    Comment,
    Decision,
    Draft,
    EarlierText,
    Edition,
    EditionFile,
    FeedbackRequest,
    FormDraft,
    Invitation,
    MoveCheck,
    Notice,
    Partner,
    PlanText,
    Project,
    Question,
    RecoveredDraft,
    Reminder,
    TodoMark,
    Translation,
    VersionName,
)
from questionnaire.vocabulary import CommentKind, NoticeKind, ReminderKind, Role

LATER = "2099-01-01T00:00Z"


def rows_of(project):
    """{model: how many rows it has of this project}, of every model that may have."""
    return {
        model: len(
            {
                pk
                for lookup in lookups
                for pk in model._default_manager.filter(
                    **{lookup: project.pk}
                ).values_list("pk", flat=True)
            }
        )
        for model, lookups in ways_to_projects().items()
    }


@cache
def ways_to_projects():
    """{model: lookups of the project that its rows belong to}, however far away.

    Models are looked through again until no further one leads to a project.
    """
    models = apps.get_app_config("questionnaire").get_models(include_auto_created=True)
    ways, left = {Project: {"pk"}}, set(models) - {Project}
    while found := {each: way for each in left if (way := _ways(each, ways))}:
        ways |= found
        left -= found.keys()
    return ways


def _ways(model, ways):
    """The lookups that lead from a model to projects through those known already."""
    return {
        field.name if way == "pk" else f"{field.name}__{way}"
        for field in model._meta.concrete_fields
        if field.is_relation
        for way in ways.get(field.related_model, ())
    }


def fill(template, people, institution, **description):
    """A project of Amina’s, with Paul, and all that can be in one."""
    project = create_project(
        by=people.amina,
        template=template,
        title="Forêts en mémoire",
        language="fr",
        institution=institution,
        **description,
    )
    amina, paul = people.amina, people.paul
    project.memberships.create(user=paul, role=Role.CONTRIBUTOR)
    question = Question.objects.filter(section__template=template).first()
    mine, theirs = (
        Answer.objects.create(
            project=project, question=question, author=author, language="fr"
        )
        for author in (amina, paul)
    )
    version, source = (
        AnswerVersion.objects.create(
            answer=answer,
            number=1,
            content={"answer": "<p>Mots de la forêt boréale.</p>"},
            content_digest="-",
            save_id=uuid.uuid4(),
        )
        for answer in (mine, theirs)
    )
    AnswerVersionSource.objects.create(version=version, source=source)
    Translation.objects.create(version=version, source=source)
    VersionName.objects.create(version=version, name="Premier jet")
    EarlierText.objects.create(answer=mine, source=source)
    Draft.objects.create(answer=mine, content={})
    TodoMark.objects.create(answer=mine, part_key="answer")
    RecoveredDraft.objects.create(
        answer=mine, content={}, content_digest="-", kept_until=LATER
    )
    undone = None
    for chosen in (version, None):
        undone = Decision.objects.create(
            project=project,
            question=question,
            language="fr",
            version=chosen,
            decided_by=amina,
            undoes=undone,
        )
    comment = Comment.objects.create(
        project=project,
        question=question,
        version=version,
        author=paul,
        body="Vu.",
        save_id=uuid.uuid4(),
    )
    comment.mentions.add(amina)
    asked = Comment.objects.create(
        project=project,
        question=question,
        version=source,
        author=amina,
        body="Plus court.",
        kind=CommentKind.CHANGE_REQUEST,
        suggestion={"answer": "<p>Mots de la forêt.</p>"},
        accepted_as=version,
        save_id=uuid.uuid4(),
    )
    AnswerVersionSource.objects.create(version=version, suggestion=asked)
    Comment.objects.create(
        project=project,
        question=question,
        author=amina,
        body="Bien.",
        parent=comment,
        save_id=uuid.uuid4(),
    )
    of_project = {"project": project}
    Assignment.objects.create(
        **of_project, question=question, member=paul, assigned_by=amina
    )
    Invitation.objects.create(
        **of_project,
        email="nora@example.org",
        role=Role.VIEWER,
        language="fr",
        token_digest=uuid.uuid4().hex,
        invited_by=amina,
        expires_at=LATER,
    )
    Partner.objects.create(**of_project, position=1, name="Institut du Nord")
    Notice.objects.create(**of_project, recipient=paul, kind=NoticeKind.FINISHED)
    Reminder.objects.create(
        **of_project, kind=ReminderKind.PROJECT_END, due_on="2099-01-01"
    )
    FormDraft.objects.create(
        **of_project,
        owner=paul,
        form="comment",
        key=f"{project.pk}",
        fields={},
        kept_until=LATER,
    )
    MoveCheck.objects.create(**of_project, question_slug=question.slug, kind="wording")
    FeedbackRequest.objects.create(**of_project, asked_by=amina)
    PlanText.objects.update_or_create(
        **of_project, defaults={"body": "foret", "as_of": timezone.now()}
    )
    add_edition(project, 1, amina)
    return project


def add_edition(project, number, by):
    """An edition with a file, in an export of many plans that is not its own."""
    edition = Edition.objects.create(
        project=project, number=number, plan={}, finished_by=by
    )
    file = EditionFile.objects.create(
        key=uuid.uuid4().hex, project=project, edition=edition, format="pdf",
        language="fr",
    )  # fmt: skip
    export = BulkExport.objects.create(
        institution=project.institution,
        owner=by,
        number=BulkExport.objects.count() + 1,
        save_id=uuid.uuid4(),
        expires_at=LATER,
    )
    BulkExportItem.objects.create(
        export=export, position=1, edition=edition, format="pdf", language="fr",
        file=file,
    )  # fmt: skip
    return edition


def delete_long_ago(project):
    """Have a project been deleted so long ago that it is due to be erased."""
    long_ago = timezone.now() - timedelta(days=31)
    Project.objects.filter(pk=project.pk).update(deleted_at=long_ago)
