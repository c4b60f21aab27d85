"""What of a project goes when it is deleted, and what stays after that."""

from dataclasses import dataclass

from questionnaire.models import AnswerVersion, Edition, Project


@dataclass(frozen=True)
class WhatGoes:
    """How much there is of a project, and which editions its institution holds."""

    members: int
    versions: int
    editions: int
    held: list[int]  # the numbers of those that stay


def read_what_goes(project: Project) -> WhatGoes:
    """The WhatGoes of a project. Four queries."""
    editions = Edition.objects.filter(project=project)
    held = editions.filter(holdings__isnull=False).order_by("number")
    return WhatGoes(
        members=project.memberships.count(),
        versions=AnswerVersion.objects.filter(answer__project=project).count(),
        editions=editions.count(),
        held=list(held.values_list("number", flat=True).distinct()),
    )
