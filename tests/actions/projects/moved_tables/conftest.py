"""A project of the template of holdings, whose one question is a table."""

import pytest

from questionnaire.actions.projects.projects import create_project
from questionnaire.models import Membership, PlanTemplate
from questionnaire.vocabulary import Role
from tests.conftest import ROOT, load_template


@pytest.fixture
def template(db):
    load_template(ROOT / "tests/templates/holdings.yaml")
    return PlanTemplate.objects.get(slug="holdings")


@pytest.fixture
def project(template, people, institution):
    project = create_project(
        by=people.amina,
        template=template,
        title="Un récif",
        language="fr",
        institution=institution,
    )
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project
