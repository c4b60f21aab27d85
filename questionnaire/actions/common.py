"""What every action does besides opening: find its question, date, write the trail."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from questionnaire.actions.errors import NotInTemplate, SaveIdReused
from questionnaire.actions.search_index import refresh_after
from questionnaire.content.kinds import Content, conform_to_schema
from questionnaire.models import Event, Part, Project, Question, SiteEvent, User
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import SiteVerb, Verb

Row = TypeVar("Row")
# A content is given back as one; None, where there need be none, as None.
MaybeContent = TypeVar("MaybeContent", Content, Content | None)


def asked_now(project: Project, question: Question) -> Question:
    """The question as the template of the project asks it, in a locked project.

    It is another one than was found for the page when the template moved on this very
    moment. Raises NotInTemplate.
    """
    if question.section.template_id == project.template_id:
        return question
    asked = read_template(project.template_id).by_slug.get(question.slug)
    if asked is None:
        raise NotInTemplate(question.slug)
    return asked


def asked_now_with_text(
    project: Project, question: Question, parts: Sequence[Part], content: MaybeContent
) -> tuple[Question, Sequence[Part], MaybeContent]:
    """(question, parts, content): what `asked_now` finds, and what it takes of a text.

    `content` is clean for `parts`, those of `question`. Raises NotInTemplate.
    """
    asked = asked_now(project, question)
    if asked is question:
        return question, parts, content
    parts = list(asked.parts.all())
    return asked, parts, content and conform_to_schema(content, parts)


def earlier_tries(rows: Iterable[Row], is_same: Callable[[Row], bool]) -> list[Row]:
    """What an earlier try of this save has made: [] when this is the first.

    `rows` are those with the id that the browser gave to the save; `is_same` says
    whether a row is what is asked for now. Raises SaveIdReused when one is not.
    """
    made = list(rows)
    if not all(map(is_same, made)):
        raise SaveIdReused
    return made


def next_moment(project: Project) -> datetime:
    """Now, or right after the project’s last change when the clock stepped back.

    What is dated by it, while the project is locked, is in the order of the events.
    """
    return max(timezone.now(), project.updated_at + timedelta(microseconds=1))


def write_event(
    project: Project, *, by: User, verb: Verb, target: str = "", **data: Any
) -> Event:
    """Add a line to the project's trail and move its last change to now.

    Clocks may step back; the trail does not. What the plan is searched by follows.
    """
    now = next_moment(project)
    Project.objects.filter(pk=project.pk).update(updated_at=now)
    project.updated_at = now
    refresh_after(project, verb)
    return Event.objects.create(
        project=project, actor=by, verb=verb, target=target, at=now, data=data
    )


def write_question_event(
    project: Project, *, by: User, verb: Verb, question: Question, **data: Any
) -> Event:
    """Add a line about a question, which is named by its slug and its number then."""
    return write_event(
        project,
        by=by,
        verb=verb,
        target=f"question:{question.slug}",
        label=question.label,
        **data,
    )


def write_site_event(
    *, by: User, verb: SiteVerb, target: str, **data: Any
) -> SiteEvent:
    """Add a line to the trail of the site: what is done outside any project."""
    return SiteEvent.objects.create(actor=by, verb=verb, target=target, data=data)
