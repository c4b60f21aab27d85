"""Saving answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.answering.recovered import save_recovery_copy
from questionnaire.actions.common import (
    earlier_tries,
    next_moment,
    write_question_event,
)
from questionnaire.actions.errors import NewerVersionExists, SaveIdReused
from questionnaire.content.kinds import Content, conform_to_schema, count_changes
from questionnaire.lib.canonical import digest
from questionnaire.models import Answer, AnswerVersion, Draft, Part, Project
from questionnaire.permissions import Permission
from questionnaire.vocabulary import Origin, Verb

_VERBS = {
    Origin.COPIED: Verb.ANSWER_COPIED,
    Origin.RESTORED: Verb.ANSWER_RESTORED,
    Origin.SUGGESTED: Verb.ANSWER_SUGGESTED,
}


@dataclass(frozen=True)
class Saved:
    """What a save came to; `version` is None when nothing was ever written.

    `left_out`: the text came from elsewhere, and held parts or choices that the
    template no longer has; they stay where they were.
    """

    version: AnswerVersion | None
    is_new: bool
    left_out: bool = False


@dataclass(frozen=True)
class VersionSave:
    """A text to be kept as the next version of an answer.

    `content` is {part key: value}, cleaned when it is saved. `save_id` is a UUID
    made by the browser: a retry with the same one gives the version that it made.
    `base` is the number of the version the text was started from, 0 before the
    first. `sources` are the versions it was made from, for credit.
    `draft_revision` is the draft's that the text goes on from.
    """

    content: Content
    save_id: UUID
    base: int
    note: str = ""
    origin: Origin = Origin.TYPED
    sources: Iterable[AnswerVersion] = ()
    draft_revision: int | None = None


def save_version(answer: OwnAnswer, save: VersionSave) -> Saved:
    """Keep a text as the next version of one's own answer, and clear its draft.

    Content equal to the newest version makes no version. A draft that says
    something else and was not seen is stashed, not lost.

    Raises ValidationError, NotInTemplate, SaveIdReused and NewerVersionExists.
    """
    content = answer.clean(save.content)
    try:
        with transaction.atomic():
            project, answer, content = answer.open_with(
                content, Permission.ANSWER_SAVE_OWN
            )
            save = replace(save, content=content)
            saved = _AnswerWriter(project, answer, save).save()
            if saved.version is not None and saved.is_new:
                saved.version.sources.add(*save.sources)
                write_question_event(
                    project,
                    by=answer.author,
                    verb=_VERBS.get(save.origin, Verb.ANSWER_SAVED),
                    question=answer.question,
                    language=answer.language,
                    number=saved.version.number,
                )
            return saved
    except IntegrityError as error:
        # The same save_id under the newest base: no retry, but another text.
        raise SaveIdReused from error


def restorable_content(content: Content, parts: Sequence[Part]) -> Content:
    """What of a stored text can become a version again, as the template asks now.

    Raises ValidationError when the text says something, but nothing of it fits.
    """
    fits = conform_to_schema(content, parts)
    if content and not fits:
        raise ValidationError(
            _("The template no longer asks anything that this text answers."),
            code="nothing_fits",
        )
    return fits


class _AnswerWriter:
    """One save of one's own answer while its project is locked."""

    def __init__(self, project: Project, answer: OwnAnswer, save: VersionSave) -> None:
        self.project, self.answer, self.request = project, answer, save
        self.digest = digest(save.content)
        self.newest = answer.versions().select_related("answer__draft").first()

    def save(self) -> Saved:
        newest, save = self.newest, self.request
        if newest is None and not save.content:
            return Saved(None, is_new=False)
        if newest is not None and self._says_the_same(newest):
            self._clear_draft(newest.answer)
            return Saved(newest, is_new=False)
        if newest is not None and save.base != newest.number:
            return self._retry(newest)
        stored = newest.answer if newest else self.answer.get_or_create()
        words_added, words_removed = count_changes(
            newest.content if newest else {},
            save.content,
            self.answer.parts,
            self.answer.language,
        )
        version = AnswerVersion.objects.create(
            answer=stored,
            number=number_of(newest) + 1,
            content=save.content,
            content_digest=self.digest,
            created_at=next_moment(self.project),
            note=save.note,
            origin=save.origin,
            save_id=save.save_id,
            words_added=words_added,
            words_removed=words_removed,
        )
        self._clear_draft(stored)
        return Saved(version, is_new=True)

    def _says_the_same(self, version: AnswerVersion) -> bool:
        """Whether a version has this content, as far as the template still asks."""
        return self.digest in (
            version.content_digest,
            digest(self.answer.conform(version.content)),
        )

    def _retry(self, newest: AnswerVersion) -> Saved:
        """The version that an earlier try of this save made, if there is one."""
        made = earlier_tries(
            self.answer.versions().filter(save_id=self.request.save_id),
            lambda version: version.content_digest == self.digest,
        )
        if not made:
            raise NewerVersionExists(newest)
        return Saved(made[0], is_new=False)

    def _clear_draft(self, stored: Answer) -> None:
        """Drop the draft that this text goes on from; stash any other."""
        draft: Draft | None = getattr(stored, "draft", None)
        if draft is None:
            return
        is_known = draft.revision == self.request.draft_revision
        if draft.content and draft.content_digest != self.digest and not is_known:
            save_recovery_copy(stored, draft.content, typed_at=draft.saved_at)
        draft.delete()
