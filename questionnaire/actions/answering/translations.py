"""Noting that a text says the same as another in the other language.

By these notes a translation is known to be up to date, or out of date when its source
has changed since (plan/resolution.py). None is written on the strength of a save alone
while a paragraph is seen to be out of date: that takes the author's word. Of a text
that leaves paragraphs of its source untranslated, the note says so.
"""

from django.db import transaction
from django.db.models import QuerySet

from questionnaire.actions.answering.credit import translated_sources
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.common import next_timestamp, write_question_event
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.blocks import Block
from questionnaire.content.kinds import KINDS
from questionnaire.content.translating import TranslationState, pair_texts
from questionnaire.errors import get_or_refuse
from questionnaire.models import AnswerVersion, Project, Translation
from questionnaire.permissions import Permission
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.plan.translations import last_match, notes_about
from questionnaire.vocabulary import Language, Verb


def note_first_translation(
    project: Project, answer: OwnAnswer, version: AnswerVersion
) -> Translation | None:
    """Take an author's first text in a language as a translation of their other one.

    For actions to call when they have saved it, inside their transaction.
    """
    other = Language(answer.language).other
    key = {**answer.key("answer__"), "answer__language": other}
    texts = AnswerVersion.objects.filter(**key).select_related("answer")
    source = texts.order_by("-number").first()
    if source is not None and source.content_digest != EMPTY_CONTENT:
        is_partial = _leaves_some(answer, version, source)
        return _note(project, version, source, is_partial=is_partial)
    return None


def note_continued(
    project: Project,
    answer: OwnAnswer,
    version: AnswerVersion,
    before: AnswerVersion,
) -> Translation | None:
    """Note what a translation that was begun says now, written without its source.

    For actions to call, inside their transaction, when a note of the answer is partial.
    """
    begun = (
        Translation.objects.filter(version__answer=before.answer_id)
        .select_related("source")
        .order_by("-id")
        .first()
    )
    if begun is not None and begun.is_partial:
        source = AnswerVersion.objects.filter(answer=begun.source.answer_id)
        newest = source.order_by("-number").values_list("pk", flat=True)[0]
        return note_translated(project, answer, version, newest, before)
    return None


def note_translated(
    project: Project,
    answer: OwnAnswer,
    version: AnswerVersion,
    source_id: int,
    before: AnswerVersion | None,
) -> Translation | None:
    """Note what a version translates, unless a paragraph is seen to be out of date.

    `source_id` was in sight while it was written; `before` is the text before it, None
    for a first one, which is a translation of what was in sight in any case, or the
    beginning of one.
    For actions to call, inside their transaction: whoever saves answers may read them.
    """
    source = _texts_to_translate(answer).filter(pk=source_id).first()
    if source is None:
        return None
    if before is None or _is_settled(answer, version, source, before):
        is_partial = _leaves_some(answer, version, source)
        return _note(project, version, source, is_partial=is_partial)
    return None


def _is_settled(
    answer: OwnAnswer,
    version: AnswerVersion,
    source: AnswerVersion,
    before: AnswerVersion,
) -> bool:
    match = last_match(source, before)
    texts = (match.source, source, match.target, version)
    return all(
        pair_texts(*blocks).is_settled
        for blocks in zip(*(_blocks(answer, each) for each in texts), strict=True)
        if blocks[1]  # what the source does not answer needs no translation
    )


def _leaves_some(
    answer: OwnAnswer, version: AnswerVersion, source: AnswerVersion
) -> bool:
    """Whether paragraphs of the source have none for them in the translation."""
    texts = zip(_blocks(answer, source), _blocks(answer, version), strict=True)
    return any(
        pair_texts(said, said, now, now).count(TranslationState.TO_TRANSLATE)
        for said, now in texts
    )


def _texts_to_translate(answer: OwnAnswer) -> QuerySet[AnswerVersion]:
    """Everybody's texts for the question of `answer` in the other language."""
    return AnswerVersion.objects.filter(
        answer__project=answer.project_id,
        answer__question=answer.question,
        answer__language=Language(answer.language).other,
    ).select_related("answer")


def _blocks(
    answer: OwnAnswer, version: AnswerVersion | None
) -> list[tuple[Block, ...]]:
    """The blocks of each part of the question, () for one that is not answered."""
    content = answer.conform(version.content) if version else {}
    return [
        KINDS[part.kind].blocks(content[part.key], part.options, answer.language)
        if part.key in content
        else ()
        for part in answer.parts
    ]


def _note(
    project: Project,
    version: AnswerVersion,
    source: AnswerVersion,
    *,
    is_partial: bool = False,
) -> Translation:
    return Translation.objects.create(
        version=version,
        source=source,
        noted_at=next_timestamp(project),
        is_partial=is_partial,
    )


@transaction.atomic
def mark_up_to_date(answer: OwnAnswer, source_id: int) -> Translation | None:
    """Note that one's newest text says the same as `source_id`, the source in sight.

    Makes no version. Returns the note; None when one has no text, or it was noted
    already. Raises NotInTemplate, NotFound and Forbidden.
    """
    by = answer.author
    access = open_for_writing(
        answer.project_id, by=by, permission=Permission.ANSWER_SAVE_OWN
    )
    _project, answer = answer.open(Permission.ANSWER_SAVE_OWN)
    source = get_or_refuse(_texts_to_translate(answer), pk=source_id)
    if source.answer.author_id != by.pk:
        access.require(Permission.ANSWER_READ_OTHER_MEMBER)
    newest = answer.versions().select_related("answer").first()
    if newest is None or newest.content_digest == EMPTY_CONTENT:
        return None
    noted = notes_about(source.answer_id, newest.answer_id).first()
    if noted and {noted.version_id, noted.source_id} == {newest.pk, source.pk}:
        if not noted.is_partial:
            return None
    note = _note(access.project, newest, source)
    newest.sources.add(*translated_sources(newest.answer, note))
    write_question_event(
        access.project,
        by=by,
        verb=Verb.TRANSLATION_CONFIRMED,
        question=answer.question,
        language=answer.language,
        number=newest.number,
    )
    return note
