"""The pages that tell of unsent text, in every variant."""

import uuid

import pytest

from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.models import Membership, Project
from questionnaire.vocabulary import ProjectStatus, Role
from tests.questions import page_address
from tests.views.test_unsent_text import OF_QUESTION, address_of

LONG_NAME = "Élisabeth-Anne " * 13


@pytest.fixture
def team(project, people, answer):
    """Amina and Paul have unsent text beside their versions; Paul’s name is long."""
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    people.paul.name = LONG_NAME.strip()
    people.paul.save()
    for user in (people.amina, people.paul):
        version = answer("1.1", by=user)
        question = version.answer.question
        own = OwnAnswer(project.pk, question, "fr", user, question.parts.all())
        content = {"answer": "<p>Une réponse, mieux dite.</p>"}
        save_draft(own, DraftSave(content, uuid.uuid4(), version.number))
    return project


def test_pages_that_tell_of_unsent_text_are_accessible(
    new_page, sign_in, look_at, people, team
):
    page = new_page()
    sign_in(page, people.amina)
    names = ["projects", "project_overview", "by_member", "my_questions", *OF_QUESTION]
    review = ["review_queue", "review_send", "submit"]
    plan = ["section", "assign_questions", "export", "plan_read"]
    for name in [*names, *review, *plan]:
        look_at(page, address_of(name, team))
    look_at(page, page_address("draft_difference", team, "1.1") + "?in=fr")
    look_at(page, page_address("question", team, "1.1") + "?in=fr")
    Project.objects.update(status=ProjectStatus.IN_REVIEW)
    look_at(page, address_of("finish", team))
    Project.objects.update(status=ProjectStatus.FINISHED)
    look_at(page, page_address("question", team, "1.1") + "?in=fr")
