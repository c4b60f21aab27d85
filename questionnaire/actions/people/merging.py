"""Merging two accounts that belong to the same person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from questionnaire.actions.answering.recovered import save_recovery_copy
from questionnaire.actions.common import write_event, write_site_event
from questionnaire.actions.people.accounts import (
    AccountRefusal,
    close_account,
    lock_account,
    refuse_merged_or_erased,
    refuse_own_and_administrators,
)
from questionnaire.models import (
    Answer,
    Assignment,
    BulkExport,
    CalendarFeed,
    Comment,
    Draft,
    FeedbackRequest,
    FormDraft,
    Holding,
    InstitutionRole,
    Invitation,
    Membership,
    Notice,
    Project,
    SavedView,
    User,
)
from questionnaire.permissions import SitePermission, require_on_site
from questionnaire.plan.move_checks import template_of_draft
from questionnaire.vocabulary import Role, SiteVerb, Verb

# Rows that move to the kept account unchanged: (model, field).
MOVED: tuple[tuple[type[Model], str], ...] = (
    (Comment, "author"),
    (Comment, "resolved_by"),
    (Comment, "hidden_by"),
    (Assignment, "assigned_by"),
    (Invitation, "invited_by"),
    (Invitation, "accepted_by"),
    (Notice, "recipient"),
    (Notice, "actor"),
    (FeedbackRequest, "asked_by"),
    (FeedbackRequest, "taken_by"),
    (FeedbackRequest, "given_by"),
    (BulkExport, "owner"),
    (Holding, "by"),
)
# Append-only rows keep pointing at the old account; by their related name on User.
KEPT = {"decisions", "editions", "events", "site_events", "local_guidance"}

_ROLE_RANK: dict[str, int] = {Role.VIEWER: 0, Role.CONTRIBUTOR: 1, Role.PI: 2}


@dataclass
class Merged:
    """The result of a merge: how many answers moved, and how many had to stay."""

    answers: int = 0
    kept_answers: int = 0
    projects: int = 0


@transaction.atomic
def merge_accounts(*, old_id: int, kept_id: int, by: User) -> Merged:
    """Move everything from the old account to the kept one; returns Merged.

    Where both are members, the higher role wins. Answers move, unless the kept account
    has its own to the same question in the same language: then the old answer stays
    with the old account, readable, and its unsaved text goes to the kept account's
    recovered drafts. Append-only rows stay with the old account, which is closed and
    takes the kept account's name. Raises NotFound and AccountRefusal.
    """
    require_on_site(by, SitePermission.USER_MERGE)
    if old_id == kept_id:
        raise AccountRefusal("same")
    projects = _lock_projects(old_id)
    first, second = (lock_account(pk) for pk in sorted((old_id, kept_id)))
    old, kept = (first, second) if first.pk == old_id else (second, first)
    for user in (old, kept):
        refuse_own_and_administrators(user, by)
        refuse_merged_or_erased(user)
    if not kept.is_active:
        raise AccountRefusal("closed")
    merged = Merged(projects=len(projects))
    _move_memberships(old, kept)
    _move_answers(old, kept, merged)
    for model, field in MOVED:
        model._default_manager.filter(**{field: old}).update(**{field: kept})
    _move_once(Assignment, "member", ("project", "question"), old, kept)
    _move_once(InstitutionRole, "user", ("institution", "role"), old, kept)
    _move_form_drafts(old, kept)
    _move_mentions(old, kept)
    _move_views(old, kept)
    _move_invitations(old, kept)
    CalendarFeed.objects.filter(user=old).delete()
    old.name, old.merged_into = kept.name, kept
    old.save(update_fields=["name", "merged_into"])
    close_account(old)
    for project in projects:
        write_event(project, by=by, verb=Verb.MEMBER_MERGED, target=f"member:{kept.pk}")
    write_site_event(
        by=by,
        verb=SiteVerb.USER_MERGED,
        target=f"user:{kept.pk}",
        old=old.pk,
        answers=merged.answers,
        kept_answers=merged.kept_answers,
        projects=merged.projects,
    )
    return merged


def _lock_projects(user_id: int) -> list[Project]:
    """Lock every project in which the person is a member or has an answer.

    In the order of their ids, so that two merges do not wait for each other.
    """
    return list(
        Project.objects.select_for_update(no_key=True)
        .filter(
            Q(pk__in=Membership.objects.filter(user=user_id).values("project"))
            | Q(pk__in=Answer.objects.filter(author=user_id).values("project"))
        )
        .order_by("pk")
    )


def _move_memberships(old: User, kept: User) -> None:
    theirs = {
        membership.project_id: membership
        for membership in Membership.objects.filter(user=kept)
    }
    for membership in Membership.objects.filter(user=old):
        other = theirs.get(membership.project_id)
        if other is None:
            membership.user = kept
            membership.save(update_fields=["user"])
            continue
        other.role = max(membership.role, other.role, key=_ROLE_RANK.__getitem__)
        other.credit_roles = list(
            dict.fromkeys([*other.credit_roles, *membership.credit_roles])
        )
        other.joined_at = min(membership.joined_at, other.joined_at)
        other.save(update_fields=["role", "credit_roles", "joined_at"])
        membership.delete()


def _move_answers(old: User, kept: User, merged: Merged) -> None:
    theirs = {
        (answer.project_id, answer.question_id, answer.language): answer
        for answer in Answer.objects.filter(author=kept)
    }
    for answer in Answer.objects.filter(author=old):
        other = theirs.get((answer.project_id, answer.question_id, answer.language))
        if other is None:
            answer.author = kept
            answer.save(update_fields=["author"])
            merged.answers += 1
            continue
        merged.kept_answers += 1
        if draft := Draft.objects.filter(answer=answer).first():
            save_recovery_copy(
                other,
                draft.content,
                typed_for=template_of_draft(answer.project, draft),
                typed_at=draft.saved_at,
            )
            draft.delete()
        for copy in answer.recovered_drafts.all():
            save_recovery_copy(
                other,
                copy.content,
                typed_for=copy.template_id,
                typed_at=copy.typed_at,
            )
        answer.recovered_drafts.all().delete()


def _move_once(
    model: type[Model], field: str, key: Sequence[str], old: User, kept: User
) -> None:
    """Move rows that are unique per person and `key`, unless there is one already."""
    rows = model._default_manager
    theirs = set(rows.filter(**{field: kept}).values_list(*key))
    for pk, *values in rows.filter(**{field: old}).values_list("pk", *key):
        if tuple(values) in theirs:
            rows.filter(pk=pk).delete()
        else:
            rows.filter(pk=pk).update(**{field: kept})


def _move_form_drafts(old: User, kept: User) -> None:
    """Where both have a draft of one form, the old account's is set aside."""
    theirs = FormDraft.objects.filter(owner=kept, is_set_aside=False).values("key")
    moved = FormDraft.objects.filter(owner=old)
    moved.filter(key__in=theirs).update(is_set_aside=True)
    moved.update(owner=kept)


def _move_mentions(old: User, kept: User) -> None:
    mentions = Comment.mentions.through._default_manager.filter(user=old)
    known = Comment.mentions.through._default_manager.filter(user=kept)
    mentions.filter(comment__in=known.values("comment")).delete()
    mentions.update(user=kept)


def _move_views(old: User, kept: User) -> None:
    taken = set(SavedView.objects.filter(user=kept).values_list("institution", "name"))
    for view in SavedView.objects.filter(user=old):
        if (view.institution_id, view.name) in taken:
            view.name = f"{view.name[:60]} ({old.pk})"
        view.user = kept
        view.save(update_fields=["user", "name"])


def _move_invitations(old: User, kept: User) -> None:
    """Readdress open invitations from the old address to the kept account's.

    Those to projects where the kept account is a member or is invited are withdrawn.
    """
    now = timezone.now()
    for invitation in Invitation.objects.filter(
        email__iexact=old.email, accepted_at=None, withdrawn_at=None
    ):
        is_member = Membership.objects.filter(
            project=invitation.project_id, user=kept
        ).exists()
        has_offer = Invitation.objects.filter(
            project=invitation.project_id,
            email__iexact=kept.email,
            accepted_at=None,
            withdrawn_at=None,
        ).exists()
        if is_member or has_offer:
            invitation.withdrawn_at = now
        else:
            invitation.email = kept.email.lower()
            if invitation.mailed_at is None:
                invitation.token_digest = Invitation.digest_of(invitation.token)
        invitation.save()
