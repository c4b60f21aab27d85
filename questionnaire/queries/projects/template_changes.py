"""What changed from one version of a template to another, question by question."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from questionnaire.bilingual import active_language
from questionnaire.content.blocks import Block, List, Paragraph, Run
from questionnaire.content.comparing import Comparison, compare_blocks
from questionnaire.content.markdown import markdown_blocks
from questionnaire.content.prose import text_blocks
from questionnaire.content.tables.cells import cell_text
from questionnaire.content.tables.columns import COLUMN_KINDS, Column
from questionnaire.models import Part, PlanTemplate, Project, Question
from questionnaire.plan.reading import newest_wordings
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Language

# {(kind, key): (name, blocks)}: the texts of a question; see PieceChange.
_ASKED = ("question", "part", "columns", "rows")
Pieces: TypeAlias = dict[tuple[str, str], tuple[str, tuple[Block, ...]]]


@dataclass(frozen=True)
class PieceChange:
    """One text of a question that was reworded, added or removed."""

    # "question", "part", "columns", "rows", "guidance", "hint" or "example"
    kind: str
    name: str  # the letter of a part, the title of guidance; else ""
    language: str  # of the comparison: the reader’s if the text changed in it
    comparison: Comparison
    is_added: bool = False
    is_removed: bool = False


@dataclass(frozen=True)
class QuestionMove:
    """A question in both versions; None where a version does not have it."""

    old: Question | None
    new: Question | None
    pieces: tuple[PieceChange, ...] = ()
    # How many members have answered it; counted for dropped questions only.
    answered_by: int = 0

    @property
    def question(self) -> Question:
        return cast(Question, self.new or self.old)

    @property
    def asks_otherwise(self) -> bool:
        """Whether the question itself changed, and not only the help beside it."""
        return any(piece.kind in _ASKED for piece in self.pieces)

    @property
    def is_renumbered(self) -> bool:
        return (
            self.old is not None
            and self.new is not None
            and self.old.label != self.new.label
        )


@dataclass(frozen=True)
class TemplateChanges:
    """Two versions of a template; each question is in exactly one list."""

    old: PlanTemplate
    new: PlanTemplate
    added: tuple[QuestionMove, ...]
    dropped: tuple[QuestionMove, ...]
    reworded: tuple[QuestionMove, ...]  # and possibly renumbered
    renumbered: tuple[QuestionMove, ...]  # but not reworded
    unchanged: tuple[QuestionMove, ...]


def read_template_changes(
    old: PlanTemplate, new: PlanTemplate, project: Project | None = None
) -> TemplateChanges:
    """The TemplateChanges from one version to another, without a query.

    With a `project`, one query counts who has answered the dropped questions.
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


def _answered(project: Project | None, questions: Sequence[Question]) -> Counter[int]:
    """How many members have text, by question id. At most one query."""
    if project is None or not questions:
        return Counter()
    written = newest_wordings([project.pk], questions=[each.pk for each in questions])
    return Counter(
        {
            question_id: len({each.author_id for each in rows if not each.is_empty})
            for (_project, question_id), rows in written.items()
        }
    )


def _compare(old: Question, new: Question) -> tuple[PieceChange, ...]:
    """What differs in the reader’s language, or else in the other."""
    reader = Language(active_language())
    sides = {
        language: (_pieces(old, language), _pieces(new, language))
        for language in (reader, reader.other)
    }
    before, after = sides[reader]
    changes = []
    for key in [*after, *(key for key in before if key not in after)]:
        for language, (was, now) in sides.items():
            old_name, old_blocks = was.get(key, ("", ()))
            name, new_blocks = now.get(key, (old_name, ()))
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


def _pieces(question: Question, language: Language) -> Pieces:
    """Every text of a question in one language."""

    def text(row: models.Model, name: str) -> str:
        return cast(str, getattr(row, f"{name}_{language.value}"))

    found: Pieces = {("question", ""): ("", _plain(text(question, "text")))}
    for part in question.parts.all():
        found["part", part.key] = part.letter, _part_blocks(part, text, language)
        if columns := part.options.get("columns"):
            found["columns", part.key] = part.letter, _columns(columns, language)
            if rows := _fixed_rows(part.options, language):
                found["rows", part.key] = part.letter, rows
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


def _part_blocks(
    part: Part, text: Callable[[models.Model, str], str], language: Language
) -> tuple[Block, ...]:
    choices = part.options.get("choices", ())
    items = tuple(_plain(choice["label"][language.value]) for choice in choices)
    title = part.options.get("title", {}).get(language.value, "")
    with translation.override(language.value):
        optional = "" if part.required else _("This part may stay empty.")
    return (
        *_plain(text(part, "label")),
        *_plain(text(part, "help")),
        *_plain(title),
        *_plain(optional),
        *([List(ordered=False, items=items)] if items else ()),
    )


def _columns(columns: Sequence[Column], language: Language) -> tuple[Block, ...]:
    """A line for each column, in order: its name, what it takes, its total."""
    with translation.override(language.value):
        return tuple(
            Paragraph((Run(_column_line(column, language)),)) for column in columns
        )


def _column_line(column: Column, language: Language) -> str:
    facts = [str(COLUMN_KINDS[column["kind"]].description)]
    if choices := column.get("choices"):
        facts[0] += f" ({', '.join(each['label'][language.value] for each in choices)})"
    if column.get("total"):
        facts.append(_("added up"))
    return _("%(column)s: %(facts)s") % {
        "column": column["label"][language.value],
        "facts": ", ".join(facts),
    }


def _fixed_rows(options: dict[str, Any], language: Language) -> tuple[Block, ...]:
    """The names of the rows that a table starts with."""
    fixed = options.get("fixed_rows")
    if not fixed:
        return ()
    column = next(each for each in options["columns"] if each["key"] == fixed["column"])
    names = (cell_text(each, column, language.value) for each in fixed["values"])
    return (List(ordered=False, items=tuple(_plain(name) for name in names)),)


def _plain(text: str) -> tuple[Block, ...]:
    return (Paragraph((Run(text),)),) if text else ()
