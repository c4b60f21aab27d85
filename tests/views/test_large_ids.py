"""A site with more than a thousand of everything: ids are never grouped."""

import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.models import Answer, AnswerVersion, Membership, User
from questionnaire.vocabulary import Role
from tests.questions import slug_of

LARGE = 1_234_567


@pytest.fixture
def page(client, project, answer):
    """A function that opens a page of Paula’s, all ids of which are large."""
    paula = User.objects.create_user("paula@example.org", name="Paula", pk=LARGE)
    Membership.objects.create(project=project, user=paula, role=Role.PI)
    theirs = answer("1.1", "<p>Un.</p>")
    mine = Answer.objects.create(
        pk=LARGE,
        project=project,
        question=theirs.answer.question,
        author=paula,
        language="fr",
    )
    AnswerVersion.objects.create(
        pk=LARGE,
        answer=mine,
        number=1,
        content={"answer": "<p>Deux.</p>"},
        content_digest="-",
        save_id=uuid.uuid4(),
    )
    client.force_login(paula)

    def open_page(name, *args):
        return client.get(reverse(name, args=[project.pk, *args])).content.decode()

    return open_page


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("question", [slug_of("1.1")]),
        ("versions", [slug_of("1.1")]),
        ("review_question", [slug_of("1.1")]),
        ("review_queue", []),
        ("activity", []),
        ("team_answers", [slug_of("1.1")]),
        ("combine", [slug_of("1.1")]),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_large_ids_stand_in_pages_as_they_are(page, client, name, args, language):
    client.cookies["django_language"] = language

    found = page(name, *args)

    assert not re.search(r"1[,\xa0\u202f ]234[,\xa0\u202f ]567", found)


def test_a_script_can_name_its_author(page):
    assert f'data-user="{LARGE}"' in page("question", slug_of("1.1"))


def test_versions_can_be_chosen(page):
    assert f'value="{LARGE}"' in page("versions", slug_of("1.1"))
