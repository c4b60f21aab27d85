"""What changed from one version of a template to another, question by question."""

from collections import Counter
from dataclasses import dataclass

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import List, Paragraph, Run
from questionnaire.content.comparing import Comparison, compare_blocks
from questionnaire.content.markdown import markdown_blocks
from questionnaire.content.prose import text_blocks
from questionnaire.models import PlanTemplate, Question
from questionnaire.plan.reading import newest_wordings
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Language


@dataclass(frozen=True)
class PieceChange:
    """One text of a question that was reworded, added or taken away."""

    kind: str  # "question", "part", "guidance", "hint" or "example"
    name: str  # the letter of a part, the title of guidance; else ""
    language: str  # in which the two are compared: the reader’s, if it changed there
    comparison: Comparison
    is_added: bool = False
    is_removed: bool = False


@dataclass(frozen=True)
class QuestionMove:
    """A question in both versions; None where a version does not ask it."""

    old: Question | None
    new: Question | None
    pieces: tuple[PieceChange, ...] = ()
    # How many members have answered it; counted for dropped questions only.
    answered_by: int = 0

    @property
    def question(self):
        return self.new or self.old

    @property
    def is_renumbered(self):
        return (
            self.old is not None
            and self.new is not None
            and self.old.label != self.new.label
        )


@dataclass(frozen=True)
class TemplateChanges:
    """Two versions of a template; every question is in one of the five lists."""

    old: PlanTemplate
    new: PlanTemplate
    added: tuple[QuestionMove, ...]
    dropped: tuple[QuestionMove, ...]
    reworded: tuple[QuestionMove, ...]  # maybe with another number, too
    renumbered: tuple[QuestionMove, ...]  # and nothing else
    unchanged: tuple[QuestionMove, ...]


def read_template_changes(old, new, project=None):
    """The TemplateChanges from one version to another, without a query.

    With a `project`, one to count who has answered what is dropped.
    """
    before, after = (read_template(each.pk).by_slug for each in (old, new))
    dropped = [each for slug, each in before.items() if slug not in after]
    answered = _answered(project, dropped)
    kept = [
        QuestionMove(before[slug], each, _compare(before[slug], each))
        for slug, each in after.items()
        if slug in before
    ]
    return TemplateChanges(
        old,
        new,
        added=tuple(
            QuestionMove(None, each)
            for slug, each in after.items()
            if slug not in before
        ),
        dropped=tuple(
            QuestionMove(each, None, answered_by=answered[each.pk]) for each in dropped
        ),
        reworded=tuple(each for each in kept if each.pieces),
        renumbered=tuple(
            each for each in kept if each.is_renumbered and not each.pieces
        ),
        unchanged=tuple(
            each for each in kept if not (each.is_renumbered or each.pieces)
        ),
    )


def _answered(project, questions):
    """Counter of the members with text, by question id. One query, if need be."""
    if project is None or not questions:
        return Counter()
    written = newest_wordings([project.pk], questions=[each.pk for each in questions])
    return Counter(
        {
            question_id: len({each.author_id for each in rows if not each.is_empty})
            for (_project, question_id), rows in written.items()
        }
    )


def _compare(old, new):
    """What differs, in the reader’s language, else in the other."""
    reader = Language(active_language())
    sides = {
        language: (_pieces(old, language), _pieces(new, language))
        for language in (reader, reader.other)
    }
    before, after = sides[reader]
    changes = []
    for key in [*after, *(key for key in before if key not in after)]:
        for language, (was, now) in sides.items():
            nothing = (now.get(key) or was.get(key))[0], ()
            (_name, old_blocks), (name, new_blocks) = (
                side.get(key, nothing) for side in (was, now)
            )
            if old_blocks != new_blocks:
                changes.append(
                    PieceChange(
                        kind=key[0],
                        name=name,
                        language=language.value,
                        comparison=compare_blocks(old_blocks, new_blocks),
                        is_added=key not in was,
                        is_removed=key not in now,
                    )
                )
                break
    return tuple(changes)


def _pieces(question, language):
    """{(kind, key): (name, blocks)} of a question in one language."""

    def text(row, name):
        return getattr(row, f"{name}_{language.value}")

    found = {("question", ""): ("", _plain(text(question, "text")))}
    for part in question.parts.all():
        found["part", part.key] = part.letter, _part_blocks(part, text, language)
    addition = getattr(question, "addition", None)
    for advice in question.guidance.all():
        title = text(advice, "title")
        if not title and addition:
            own = addition.guidance_titles.get(advice.slug, {})
            title = own.get(language.value, "")
        blocks = (*_plain(title), *markdown_blocks(text(advice, "body")))
        found["guidance", advice.slug] = title, blocks
    for name in ("hint", "example"):
        if addition and text(addition, name):
            found[name, ""] = "", tuple(text_blocks(text(addition, name)))
    return found


def _part_blocks(part, text, language):
    choices = part.options.get("choices", ())
    items = tuple(_plain(choice["label"][language.value]) for choice in choices)
    return (
        *_plain(text(part, "label")),
        *_plain(text(part, "help")),
        *([List(ordered=False, items=items)] if items else ()),
    )


def _plain(text):
    return (Paragraph((Run(text),)),) if text else ()
