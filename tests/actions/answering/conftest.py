"""One’s own answer, which drafts and versions are saved of."""

import pytest

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.models import Question


@pytest.fixture
def mine(project, people):
    """Amina's answer to 1.1, in French."""
    question = Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )
    return OwnAnswer(
        project_id=project.pk,
        question=question,
        parts=question.parts.all(),
        language="fr",
        author=people.amina,
    )
