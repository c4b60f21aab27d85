"""What actions share besides opening: question, timestamp, event in the trail."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from questionnaire.actions.errors import NotInTemplate, SaveIdReused
from questionnaire.actions.search_index import refresh_after
from questionnaire.content.kinds import Content, conform_to_schema
from questionnaire.models import Event, Part, Project, Question, SiteEvent, User
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Role, SiteVerb, Verb

Row = TypeVar("Row")
# None stays None, where an action accepts that there is no content.
MaybeContent = TypeVar("MaybeContent", Content, Content | None)


def members_of(project: Project, *roles: Role) -> QuerySet[User]:
    """The people of a project, all or those with one of these roles; for news."""
    chosen = {"memberships__role__in": roles} if roles else {}
    return User.objects.filter(memberships__project=project, **chosen).order_by("pk")


def current_question(project: Project, question: Question) -> Question:
    """The question as the locked project’s template asks it now.

    Not the same row as `question` if the project has moved to another version of the
    template since the page was read. Raises NotInTemplate.
    """
    if question.section.template_id == project.template_id:
        return question
    asked = read_template(project.template_id).by_slug.get(question.slug)
    if asked is None:
        raise NotInTemplate(question.slug)
    return asked


def current_question_with_content(
    project: Project, question: Question, parts: Sequence[Part], content: MaybeContent
) -> tuple[Question, Sequence[Part], MaybeContent]:
    """(question, parts, content) as the locked project’s template asks them now.

    `content` is clean for `parts`, those of `question`; what the question no longer
    asks for is left out. Raises NotInTemplate.
    """
    asked = current_question(project, question)
    if asked is question:
        return question, parts, content
    parts = list(asked.parts.all())
    return asked, parts, content and conform_to_schema(content, parts)


def earlier_attempts(rows: Iterable[Row], is_same: Callable[[Row], bool]) -> list[Row]:
    """What earlier attempts at this save have made: [] when this is the first.

    `rows` are those with the id that the browser gave to the save; `is_same` says
    whether a row matches the present request. Raises SaveIdReused when one does not.
    """
    made = list(rows)
    if not all(map(is_same, made)):
        raise SaveIdReused
    return made


def next_timestamp(project: Project) -> datetime:
    """Now, or right after the project’s last change if the clock was set back.

    Used while the project is locked, it puts rows in the same order as the events.
    """
    return max(timezone.now(), project.updated_at + timedelta(microseconds=1))


def write_event(
    project: Project, *, by: User, verb: Verb, target: str = "", **data: Any
) -> Event:
    """Add an event to the project's trail, and set `updated_at` to the same time.

    Clocks may be set back; the trail never goes back. The search index is refreshed
    where the event affects it.
    """
    now = next_timestamp(project)
    Project.objects.filter(pk=project.pk).update(updated_at=now)
    project.updated_at = now
    refresh_after(project, verb)
    return Event.objects.create(
        project=project, actor=by, verb=verb, target=target, at=now, data=data
    )


def write_question_event(
    project: Project, *, by: User, verb: Verb, question: Question, **data: Any
) -> Event:
    """Add an event about a question, with its slug and its label at the time."""
    return write_event(
        project,
        by=by,
        verb=verb,
        target=f"question:{question.slug}",
        label=question.label,
        **data,
    )


def write_site_event(
    *, by: User | None, verb: SiteVerb, target: str, **data: Any
) -> SiteEvent:
    """Add an event to the site's trail, for what is done outside any project.

    `by` is None for what the site does by itself.
    """
    return SiteEvent.objects.create(actor=by, verb=verb, target=target, data=data)
