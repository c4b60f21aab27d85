"""A team of two, whose answers are reviewed."""

import pytest

from questionnaire.models import Membership
from questionnaire.vocabulary import Role


@pytest.fixture
def paul(project, people):
    """Paul writes with Amina, who is the principal investigator."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul
