"""A project's editions, and why each of them was opened again."""

from dataclasses import dataclass

from questionnaire.models import Edition, Event
from questionnaire.vocabulary import Verb


@dataclass(frozen=True)
class PastEdition:
    """An edition without its text; `reopening` is the event that ended its time."""

    edition: Edition
    reopening: Event | None


def read_editions(project):
    """[PastEdition], the newest first. Two queries."""
    editions = list(
        project.editions.defer("plan").select_related("finished_by").order_by("number")
    )
    reopenings = list(
        Event.objects.filter(project=project, verb=Verb.PROJECT_REOPENED)
        .select_related("actor")
        .order_by("id")
    )
    found = []
    for place, edition in enumerate(editions):
        following = editions[place + 1] if place + 1 < len(editions) else None
        found.append(
            PastEdition(
                edition,
                next(
                    (
                        event
                        for event in reopenings
                        if event.at > edition.finished_at
                        and (following is None or event.at < following.finished_at)
                    ),
                    None,
                ),
            )
        )
    return found[::-1]
