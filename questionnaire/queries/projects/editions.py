"""A project's editions: what each contains, and why the plan was reopened."""

from dataclasses import dataclass
from typing import Any

from questionnaire.bilingual import active_language
from questionnaire.models import Edition, Event, Project
from questionnaire.vocabulary import Role, Verb


@dataclass(frozen=True)
class PastEdition:
    """An edition, and the event that reopened the plan after it, if any."""

    edition: Edition
    reopening: Event | None

    @property
    def template(self) -> dict[str, Any]:
        """The template it answers, with its title in the active language."""
        template = self.edition.plan["template"]
        return {**template, "title": template["title"][active_language()]}

    @property
    def contributors(self) -> tuple[str, ...]:
        """Names of those who could write then, and of all whose text it contains."""
        plan = self.edition.plan
        names = [
            person["name"] for person in plan["people"] if person["role"] != Role.VIEWER
        ]
        names.extend(
            name
            for section in plan["sections"]
            for question in section["questions"]
            for answer in question["answers"].values()
            for name in (
                *answer["authors"],
                *(source["author"] for source in answer.get("sources", ())),
                *filter(None, [(answer.get("translates") or {}).get("author")]),
            )
        )
        return tuple(dict.fromkeys(names))


def read_editions(project: Project) -> list[PastEdition]:
    """The editions, newest first. Two queries."""
    editions = list(project.editions.select_related("finished_by").order_by("number"))
    reopenings = list(
        Event.objects.filter(project=project, verb=Verb.PROJECT_REOPENED)
        .select_related("actor")
        .order_by("id")
    )
    found = []
    for index, edition in enumerate(editions):
        following = editions[index + 1] if index + 1 < len(editions) else None
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
