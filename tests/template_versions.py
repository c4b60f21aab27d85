"""Second, slightly changed versions of the shipped template.

In the first of them, what was 2.1 is no longer asked, so 2.2 and 2.3 move up; 1.4 is
new; 1.1 is reworded; file formats (2.2, then 2.1) lose a part and get another.
"""

from dataclasses import replace

from questionnaire.actions.projects.template_moves import move_to_template
from questionnaire.actions.templates.description import (
    PartDescription,
    QuestionDescription,
    Text,
    describe,
)
from questionnaire.actions.templates.publish import publish_template

DROPPED, NEW, REWORDED = "data-types", "ethics-approval", "data-responsibility"
CHANGED_PARTS, DROPPED_PART, NEW_PART = "file-formats", "conversion", "reuse"


def publish_next(template, version="2.0"):
    """Publish that version; returns it."""
    before = describe(template)
    people, formats, *others = before.sections
    first, *rest = people.questions
    reworded = replace(
        first, text=Text(fr=f"{first.text.fr} Nommez-les.", en=f"{first.text.en} Name.")
    )
    asked = QuestionDescription(
        number=len(people.questions) + 1,
        slug=NEW,
        text=Text(fr="Qui approuve l’éthique?", en="Who approves the ethics?"),
        parts=(PartDescription(position=1, key="answer", kind="prose"),),
    )
    sections = (
        replace(people, questions=(reworded, *rest, asked)),
        replace(formats, questions=_without_the_first(formats.questions)),
        *others,
    )
    return publish_template(
        replace(before, version=version, sections=sections)
    ).template


def publish_in_other_order(template, version="2.0"):
    """Publish one that only drops 2.1 and swaps 3.1 and 3.2; returns it."""
    before = describe(template)
    people, formats, documentation, *others = before.sections
    first, second, *rest = documentation.questions
    without = tuple(
        replace(each, number=each.number - 1) for each in formats.questions[1:]
    )
    swapped = (replace(second, number=1), replace(first, number=2), *rest)
    sections = (
        people,
        replace(formats, questions=without),
        replace(documentation, questions=swapped),
        *others,
    )
    return publish_template(
        replace(before, version=version, sections=sections)
    ).template


def _without_the_first(questions):
    return tuple(
        replace(
            question,
            number=question.number - 1,
            parts=_other_parts(question.parts)
            if question.slug == CHANGED_PARTS
            else question.parts,
        )
        for question in questions
        if question.slug != DROPPED
    )


def _other_parts(parts):
    kept = [part for part in parts if part.key != DROPPED_PART]
    return (
        *kept,
        PartDescription(
            position=len(kept) + 1,
            key=NEW_PART,
            kind="prose",
            letter="D",
            label=Text(fr="Qui les réutilisera?", en="Who will reuse them?"),
        ),
    )


def publish_again(template, version):
    """Publish the same text under another version; returns it."""
    return publish_template(replace(describe(template), version=version)).template


def publish_in_french_words(template, slug, text, version="2.0"):
    """Publish one that only asks this question in other French words; returns it."""
    before = describe(template)
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(each, text=replace(each.text, fr=text))
                if each.slug == slug
                else each
                for each in section.questions
            ),
        )
        for section in before.sections
    )
    return publish_template(
        replace(before, version=version, sections=sections)
    ).template


def move(project, after, by):
    """Let the project follow this version; returns it as it is now."""
    project.refresh_from_db()
    return move_to_template(
        project_id=project.pk, by=by, template_id=after.pk, seen_id=project.template_id
    )
