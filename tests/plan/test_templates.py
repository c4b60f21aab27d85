"""Templates are cached, and no page changes a cached template."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questionnaire.models import Membership, PlanTemplate
from questionnaire.plan import templates
from questionnaire.plan.templates import clear_template_cache, read_template
from questionnaire.vocabulary import Role
from tests.template_versions import publish_again

OF_TEMPLATES = re.compile(
    r'FROM "questionnaire_(question|section|part|guidance|questionaddition)"'
)
PAGES = [
    ("question", ["data-responsibility"]),
    ("section", [1]),
    ("project_overview", []),
    ("my_questions", []),
    ("marks", ["data-responsibility"]),
    ("team_answers", ["data-responsibility"]),
    ("comments", ["data-responsibility"]),
    ("versions", ["data-responsibility"]),
    ("version", ["data-responsibility", "fr", 1]),
    ("decisions", ["data-responsibility"]),
    ("review_queue", []),
    ("review_question", ["data-responsibility"]),
    ("combine", ["data-responsibility"]),
    ("plan_read", []),
    ("members", []),
    ("template_move", []),
    ("activity", []),
]


@pytest.fixture
def as_amina(client, people, project, answer):
    """Amina, who has answered a little in a project that Paul writes in, too."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1")
    answer("1.1", "<p>Autre chose.</p>", by=people.paul)
    client.force_login(people.amina)
    return client


def contents(template):
    """Everything that is cached of a template, as plain data."""
    return [
        (dict(question.__dict__), dict(question.section.__dict__))
        + tuple(dict(part.__dict__) for part in question.parts.all())
        + tuple(dict(advice.__dict__) for advice in question.guidance.all())
        for question in read_template(template.pk).questions
    ]


def test_a_published_template_is_read_once(template, django_assert_num_queries):
    clear_template_cache()
    with django_assert_num_queries(4):
        read_template(template.pk)

    with django_assert_num_queries(0):
        for question in read_template(template.pk).questions:
            assert question.section.template == template
            assert question.parts.all()
            assert all(advice.body_fr for advice in question.guidance.all())
            assert getattr(question, "addition", None) is not None


def test_an_unpublished_template_is_read_every_time(template):
    PlanTemplate.objects.create(
        slug="draft",
        version="1",
        **{
            f"{name}_{language}": "…"
            for name in ("title", "summary_heading", "summary", "audience")
            for language in ("fr", "en")
        },
    )
    draft = PlanTemplate.objects.get(slug="draft")

    assert read_template(draft.pk) is not read_template(draft.pk)
    assert read_template(template.pk) is read_template(template.pk)


def test_the_cache_has_a_limit(template, monkeypatch):
    monkeypatch.setattr(templates, "MAX_CACHED", 2)
    first = read_template(template.pk)
    second, third = (publish_again(template, version) for version in ("2.0", "3.0"))

    kept = read_template(second.pk)
    assert read_template(template.pk) is first
    read_template(third.pk)
    assert read_template(second.pk) is kept
    assert read_template(template.pk) is not first


@pytest.mark.parametrize(("name", "args"), PAGES, ids=[name for name, _ in PAGES])
def test_no_page_queries_the_contents_of_a_template(
    as_amina, project, template, name, args
):
    before = contents(template)

    with CaptureQueriesContext(connection) as queries:
        page = as_amina.get(reverse(name, args=[project.pk, *args]))

    assert page.status_code == 200
    asked = [each["sql"] for each in queries if OF_TEMPLATES.search(each["sql"])]
    assert asked == []
    assert contents(template) == before
