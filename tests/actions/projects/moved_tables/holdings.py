"""What people do with the table of holdings."""

import uuid

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.template_moves import move_to_template
from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.models import Question
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record

ROWS = [
    {
        "what": "Coraux",
        "size": "1500",
        "address": "https://exemple.ca/coraux",
        "origin": "lab",
    },
    {"what": "Eau", "size": "250"},
    {"address": "https://exemple.ca/seule"},
]
SIZE = "holdings:holdings:size"


def own(project, user):
    question = Question.objects.prefetch_related("parts").get(
        section__template=project.template_id, slug="holdings"
    )
    return OwnAnswer(
        project_id=project.pk,
        question=question,
        parts=question.parts.all(),
        language="fr",
        author=user,
    )


def write(project, user, rows=ROWS, base=0):
    save = VersionSave(content={"holdings": rows}, save_id=uuid.uuid4(), base=base)
    return save_version(own(project, user), save).version


def move(project, by, after, size=None):
    return move_to_template(
        project_id=project.pk,
        by=by,
        template_id=after.pk,
        seen_id=project.template_id,
        units={SIZE: size} if size else {},
    )


def plan_question(project, language="fr"):
    [question] = compose_plan(read_record(project.pk), language).questions
    return question


def cells(part):
    [table] = part.blocks
    return [
        "".join(run.text for run in cell) for row in table.rows for cell in row if cell
    ]


def agree(project, version, by):
    decide(
        project_id=project.pk,
        by=by,
        choices=[Choice(version.answer.question, "fr", version.pk, None)],
        batch=uuid.uuid4(),
    )
