"""A project's editions: what each is of, and why it was opened again."""

from dataclasses import dataclass

from questionnaire.bilingual import active_language
from questionnaire.models import Edition, Event
from questionnaire.vocabulary import Role, Verb


@dataclass(frozen=True)
class PastEdition:
    """An edition; `reopening` is the event that ended its time."""

    edition: Edition
    reopening: Event | None

    @property
    def template(self):
        """{"title", "version"} of what it answers, in the active language."""
        template = self.edition.plan["template"]
        return {**template, "title": template["title"][active_language()]}

    @property
    def contributors(self):
        """Names of those who wrote then, and of all whose text it carries."""
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
            )
        )
        return tuple(dict.fromkeys(names))


def read_editions(project):
    """[PastEdition], the newest first. Two queries."""
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
