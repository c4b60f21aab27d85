"""Saving answers."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questionnaire.actions.answering.recovered import save_recovery_copy
from questionnaire.actions.common import (
    asked_now_with_text,
    next_moment,
    write_question_event,
)
from questionnaire.actions.errors import (
    NewerVersionExists,
    SaveIdReused,
)
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import clean_content, conform_to_schema, count_changes
from questionnaire.lib.canonical import digest
from questionnaire.models import Answer, AnswerVersion
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


def save_version(
    *,
    project_id,
    question,
    parts,
    language,
    content,
    by,
    save_id,
    base,
    note="",
    origin=Origin.TYPED,
    sources=(),
    draft_revision=None,
):
    """Keep `content` as the next version of one's own answer, and clear its draft.

    `content` is {part key: value} and is cleaned here by the kinds of `parts`,
    the question's. `save_id` is a UUID made by the browser: a retry with the
    same one gives the version it made. `base` is the number of the version the
    text was started from, 0 before the first. Content equal to the newest
    version makes no version. `sources` are the versions it was made from, for
    credit. `draft_revision` is the draft's that the text goes on from; a draft
    that says something else and was not seen is put aside, not lost.

    Raises ValidationError, NotInTemplate, SaveIdReused and
    NewerVersionExists.
    """
    cleaned = clean_content(content, parts)
    try:
        with transaction.atomic():
            access = open_for_writing(
                project_id, by=by, permission=Permission.ANSWER_SAVE_OWN
            )
            project = access.project
            question, parts, cleaned = asked_now_with_text(
                project, question, parts, cleaned
            )
            answer = _AnswerWriter(project, question, by, language, draft_revision)
            saved = answer.save(cleaned, parts, save_id, base, note, origin)
            if saved.is_new:
                saved.version.sources.add(*sources)
                write_question_event(
                    project,
                    by=by,
                    verb=_VERBS.get(origin, Verb.ANSWER_SAVED),
                    question=question,
                    language=language,
                    number=saved.version.number,
                )
            return saved
    except IntegrityError as error:
        # The same save_id under the newest base: no retry, but another text.
        raise SaveIdReused from error


def restorable_content(content, parts):
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


def _has_same_content(version, content_digest, parts):
    """Whether a version says this, as far as the template still asks."""
    return content_digest in (
        version.content_digest,
        digest(conform_to_schema(version.content, parts)),
    )


class _AnswerWriter:
    """One's own answer while its project is held."""

    def __init__(self, project, question, author, language, draft_revision):
        self.draft_revision = draft_revision
        self.key = {
            "project": project,
            "question": question,
            "author": author,
            "language": language,
        }
        self.newest = (
            AnswerVersion.objects.filter(
                **{f"answer__{name}": value for name, value in self.key.items()}
            )
            .select_related("answer__draft")
            .order_by("-number")
            .first()
        )

    def save(self, content, parts, save_id, base, note, origin):
        newest = self.newest
        content_digest = digest(content)
        if newest is None and not content:
            return Saved(None, is_new=False)
        if newest is not None and _has_same_content(newest, content_digest, parts):
            self._clear_draft(newest.answer, content_digest)
            return Saved(newest, is_new=False)
        if newest is not None and base != newest.number:
            return self._retry(save_id, content_digest)
        answer = (
            newest.answer if newest else Answer.objects.get_or_create(**self.key)[0]
        )
        words_added, words_removed = count_changes(
            newest.content if newest else {}, content, parts, self.key["language"]
        )
        version = AnswerVersion.objects.create(
            answer=answer,
            number=newest.number + 1 if newest else 1,
            content=content,
            content_digest=content_digest,
            created_at=next_moment(self.key["project"]),
            note=note,
            origin=origin,
            save_id=save_id,
            words_added=words_added,
            words_removed=words_removed,
        )
        self._clear_draft(answer, content_digest)
        return Saved(version, is_new=True)

    def _retry(self, save_id, content_digest):
        """The version that an earlier try of this save made, if there is one."""
        earlier = self.newest.answer.versions.filter(save_id=save_id).first()
        if earlier is None:
            raise NewerVersionExists(self.newest)
        if earlier.content_digest != content_digest:
            raise SaveIdReused
        return Saved(earlier, is_new=False)

    def _clear_draft(self, answer, content_digest):
        """Drop the draft that this text goes on from; put any other aside."""
        draft = getattr(answer, "draft", None)
        if draft is None:
            return
        is_known = draft.revision == self.draft_revision
        if draft.content and draft.content_digest != content_digest and not is_known:
            save_recovery_copy(answer, draft.content, typed_at=draft.saved_at)
        draft.delete()
