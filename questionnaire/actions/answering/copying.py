"""Copying a colleague’s text, or passages of it, into one’s own answer, with credit."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.actions.answering.answers import Saved, VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer, number_of
from questionnaire.actions.errors import NewerVersionExists
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import Content
from questionnaire.errors import get_or_refuse
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, User
from questionnaire.permissions import Permission
from questionnaire.queries.review.passages import part_passages
from questionnaire.vocabulary import Origin


@transaction.atomic
def copy_version(
    *, project_id: uuid.UUID, version_id: int, by: User, save_id: uuid.UUID
) -> tuple[Saved, AnswerVersion]:
    """Append a colleague’s version to one’s own text, as one’s next version.

    It goes into one’s answer in the language of that version, so that no answer mixes
    two languages; the version is credited as a source. Unsaved text of one’s own
    becomes a version first, so that nothing typed is lost. A retry with the same
    `save_id` returns the version already made; copying an identical text makes none.
    Returns (Saved, the version copied from).

    Raises ValidationError (for a text that is too long), NotFound, and
    NewerVersionExists when the unsaved text is based on an older version.
    """
    copy = _open(project_id, version_id, by)
    theirs = copy.own.conform(copy.source.content)

    def appended(mine: Content) -> Content:
        is_same = digest(mine) == copy.source.content_digest
        return mine if is_same else copy.own.append(mine, theirs)

    saved = copy.save(save_id, appended)
    left_out = saved.is_new and theirs != copy.source.content
    return replace(saved, left_out=left_out), copy.source


@transaction.atomic
def copy_passages(
    *,
    project_id: uuid.UUID,
    version_id: int,
    names: Collection[str],
    by: User,
    save_id: uuid.UUID,
) -> tuple[Saved, AnswerVersion]:
    """Take passages of a colleague’s version into one’s own text, as its next version.

    A passage is a paragraph, an item of a list, a row or a choice; `names` are those of
    queries.review.passages. They are appended, but a choice takes the place of one’s
    own; what one’s text says already, word for word, is not put there twice. All else
    is as in `copy_version`: language, credit, unsaved text and retries.

    Raises ValidationError, also when the version has no passage of these names,
    NotFound, NewerVersionExists, and SaveIdReused when `save_id` was given to another
    choice of passages.
    """
    copy = _open(project_id, version_id, by)
    parts = part_passages(copy.own.parts, [copy.source], copy.source.answer.language)
    asked = {each.name for part in parts for each in part.wordings} & set(names)
    if not asked:
        raise ValidationError(_("Tick at least one passage."), code="nothing_ticked")

    def missing(mine: Content) -> Content:
        taken = {
            each.part.key: each.merge(asked - each.names_in(mine.get(each.part.key)))
            for each in parts
        }
        return {key: value for key, value in taken.items() if value is not None}

    saved = copy.save(
        save_id,
        lambda mine: copy.own.take(mine, missing(mine)),
        is_done=lambda content: not missing(content),
    )
    return saved, copy.source


@dataclass(frozen=True)
class _Copy:
    """A colleague’s version, and one’s own answer that text of it goes into."""

    source: AnswerVersion
    own: OwnAnswer

    def save(
        self,
        save_id: uuid.UUID,
        joined: Callable[[Content], Content],
        is_done: Callable[[Content], bool] = lambda content: True,
    ) -> Saved:
        """Save what `joined` makes of one’s own text, unless that was done before.

        `is_done` says whether the version of an earlier attempt has what is asked for.
        """
        earlier = self.own.version_saved_as(
            save_id,
            lambda version: (
                self.source in version.sources.all() and is_done(version.content)
            ),
        )
        if earlier:
            return Saved(earlier, is_new=False)
        newest = save_draft_first(self.own)
        return save_version(
            self.own,
            VersionSave(
                content=joined(newest.content if newest else {}),
                save_id=save_id,
                base=number_of(newest),
                origin=Origin.COPIED,
                sources=[self.source],
            ),
        )


def _open(project_id: uuid.UUID, version_id: int, by: User) -> _Copy:
    """What is copied, and where it goes, while the project is locked."""
    open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_READ_OTHER_MEMBER
    ).require(Permission.ANSWER_SAVE_OWN)
    source = get_or_refuse(
        AnswerVersion.objects.filter(answer__project=project_id)
        .exclude(answer__author=by)
        .select_related("answer__question__section", "answer__author"),
        pk=version_id,
    )
    return _Copy(source, OwnAnswer.like(source.answer, by))


def save_draft_first(own: OwnAnswer) -> AnswerVersion | None:
    """Make a version of one’s unsaved text; returns one’s newest version or None.

    A draft with parts that the template no longer asks for is stashed as well.
    """
    newest, draft = own.versions().first(), own.draft()
    if draft is None or (newest and digest(draft.content) == newest.content_digest):
        return newest
    if newest is not None and draft.base_version != newest.number:
        raise NewerVersionExists(newest)
    return save_version(
        own,
        VersionSave(
            content=own.conform(draft.content),
            save_id=uuid.uuid4(),
            base=draft.base_version,
        ),
    ).version
