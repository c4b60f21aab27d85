"""The questions of the shipped template, which tests name by their numbers."""

from functools import cache

import yaml
from django.urls import reverse

from tests.conftest import SHIPPED_TEMPLATE


@cache
def _slugs():
    file = yaml.safe_load(SHIPPED_TEMPLATE.read_text("utf-8"))
    return {
        f"{section['number']}.{question['number']}": question["slug"]
        for section in file["sections"]
        for question in section["questions"]
    }


def slug_of(label):
    """The slug of the question that bears this number in the shipped template."""
    return _slugs()[label]


def labels():
    """The numbers of all questions, in order."""
    return list(_slugs())


def page_address(name, project, *args):
    """Where a page of the project is; numbers of questions stand for their slugs."""
    named = [_slugs().get(each, each) for each in args]
    return reverse(name, args=[project.pk, *named])


# The tick on the page that finishes a plan, with every question as it would name it.
EVERY_GAP = {"accept_gaps": "1", "gap": list(_slugs().values())}
