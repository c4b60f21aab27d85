"""What the file of a person's data says of each thing that is theirs.

What others wrote is left out.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

from allauth.account.models import EmailAddress
from django.db.models import Model, QuerySet

from questionnaire.models import (
    Answer,
    AnswerVersion,
    BulkExport,
    Comment,
    Decision,
    Draft,
    Edition,
    Event,
    FeedbackRequest,
    FormDraft,
    InstitutionRole,
    Invitation,
    LocalGuidance,
    Membership,
    Notice,
    Question,
    RecoveredDraft,
    SavedView,
    SiteEvent,
    TodoMark,
    User,
)

# One object of a JSON list; DjangoJSONEncoder writes its dates and ids.
Row: TypeAlias = dict[str, Any]
M = TypeVar("M", bound=Model)

# Files that only the person may read.
PRIVATE = {"drafts", "recovered_drafts", "form_drafts", "marks"}
# What the actor of an event typed; its other data may name other people.
_FREE_TEXT = ("message", "reason", "note")
_BATCH = 500


def read_subjects(user: User) -> Iterator[tuple[str, Iterator[Row]]]:
    """(name of the file, its rows) for each subject, of all the person's accounts."""
    accounts = [
        *User.objects.filter(merged_into=user).values_list("pk", flat=True),
        user.pk,
    ]
    yield "account", _accounts(accounts)
    memberships = _of(Membership, "user", accounts, "project")
    yield "memberships", _rows(memberships, _membership)
    roles = _of(InstitutionRole, "user", accounts, "institution")
    yield "roles", _rows(roles, _role)
    question = "answer__question__section"
    versions = _of(AnswerVersion, "answer__author", accounts, question, "naming")
    yield "answers", _rows(versions, _version)
    drafts = _of(Draft, "answer__author", accounts, question)
    yield "drafts", _rows(drafts, _draft)
    recovered = _of(RecoveredDraft, "answer__author", accounts, question)
    yield "recovered_drafts", _rows(recovered, _recovered_draft)
    yield "form_drafts", _rows(_of(FormDraft, "owner", accounts), _form_draft)
    marks = _of(TodoMark, "answer__author", accounts, question)
    yield "marks", _rows(marks, _mark)
    comments = _of(Comment, "author", accounts, "question__section")
    yield "comments", _rows(comments, _comment)
    decisions = _of(Decision, "decided_by", accounts, "question__section")
    yield "decisions", _rows(decisions, _decision)
    editions = _of(Edition, "finished_by", accounts).defer("plan")
    yield "editions", _rows(editions, _edition)
    yield "events", _rows(_of(Event, "actor", accounts), _event)
    yield "site_events", _rows(_of(SiteEvent, "actor", accounts), _site_event)
    yield "notices", _rows(_of(Notice, "recipient", accounts), _notice)
    invitations = _of(Invitation, "invited_by", accounts)
    yield "invitations_sent", _rows(invitations, _sent_invitation)
    invitations = Invitation.objects.filter(email__iexact=user.email).order_by("pk")
    yield "invitations_received", _rows(invitations, _received_invitation)
    requests = _of(FeedbackRequest, "asked_by", accounts)
    yield "feedback_asked", _rows(requests, _requested_feedback)
    requests = _of(FeedbackRequest, "given_by", accounts)
    yield "feedback_given", _rows(requests, _given_feedback)
    yield "guidance", _rows(_of(LocalGuidance, "written_by", accounts), _guidance)
    yield "views", _rows(_of(SavedView, "user", accounts), _view)
    yield "exports", _rows(_of(BulkExport, "owner", accounts), _export)


def _of(model: type[M], field: str, accounts: list[int], *related: str) -> QuerySet[M]:
    """Rows of `model` whose `field` is one of the accounts."""
    rows = model._default_manager.filter(**{f"{field}__in": accounts}).order_by("pk")
    return rows.select_related(*related) if related else rows


def _rows(query: QuerySet[M], as_row: Callable[[M], Row]) -> Iterator[Row]:
    for each in query.iterator(chunk_size=_BATCH):
        yield as_row(each)


def _accounts(accounts: list[int]) -> Iterator[Row]:
    for account in User.objects.filter(pk__in=accounts).order_by("pk"):
        yield {
            "id": account.pk,
            "name": account.name,
            "email": account.email,
            "addresses": list(
                EmailAddress.objects.filter(user=account).values("email", "verified")
            ),
            "orcid": account.orcid,
            "institution": account.institution_claimed,
            "language": account.language,
            "appearance": account.appearance,
            "mail": account.mail_rhythm,
            "is_active": account.is_active,
            "is_site_administrator": account.is_staff,
            "joined_at": account.date_joined,
            "last_sign_in": account.last_login,
            "merged_into": account.merged_into_id,
        }


def _membership(membership: Membership) -> Row:
    return {
        "project": membership.project_id,
        "title": membership.project.title,
        "role": membership.role,
        "credit_roles": membership.credit_roles,
        "joined_at": membership.joined_at,
        "last_visit_at": membership.last_visit_at,
        "mail_is_off": membership.is_muted,
    }


def _role(role: InstitutionRole) -> Row:
    return {"institution": role.institution.name_en, "role": role.role}


def _question(question: Question) -> Row:
    return {"question": question.slug, "question_number": question.label}


def _answer(answer: Answer) -> Row:
    return {
        "project": answer.project_id,
        **_question(answer.question),
        "language": answer.language,
    }


def _version(version: AnswerVersion) -> Row:
    naming = getattr(version, "naming", None)
    return {
        **_answer(version.answer),
        "version": version.number,
        "saved_at": version.created_at,
        "origin": version.origin,
        "note": version.note,
        "name": naming.name if naming else "",
        "content": version.content,
    }


def _draft(draft: Draft) -> Row:
    return {
        **_answer(draft.answer),
        "saved_at": draft.saved_at,
        "content": draft.content,
    }


def _recovered_draft(draft: RecoveredDraft) -> Row:
    return {
        **_answer(draft.answer),
        "typed_at": draft.typed_at,
        "kept_until": draft.kept_until,
        "content": draft.content,
    }


def _form_draft(draft: FormDraft) -> Row:
    return {
        "project": draft.project_id,
        "form": draft.form,
        "page": draft.address,
        "typed_at": draft.saved_at,
        "kept_until": draft.kept_until,
        "fields": draft.fields,
    }


def _mark(mark: TodoMark) -> Row:
    return {**_answer(mark.answer), "part": mark.part_key}


def _comment(comment: Comment) -> Row:
    # Neither the passage that it quotes nor the replies to it: others wrote those.
    return {
        "project": comment.project_id,
        **_question(comment.question),
        "kind": comment.kind,
        "written_at": comment.created_at,
        "edited_at": comment.edited_at,
        "text": comment.body,
        "suggestion": comment.suggestion,
    }


def _decision(decision: Decision) -> Row:
    return {
        "project": decision.project_id,
        **_question(decision.question),
        "language": decision.language,
        "decided_at": decision.decided_at,
        "note": decision.note,
        "withdraws": decision.version_id is None,
    }


def _edition(edition: Edition) -> Row:
    return {
        "project": edition.project_id,
        "edition": edition.number,
        "finished_at": edition.finished_at,
        "note": edition.note,
    }


def _event(event: Event) -> Row:
    free_text = {key: event.data[key] for key in _FREE_TEXT if event.data.get(key)}
    return {
        "project": event.project_id,
        "at": event.at,
        "what": event.verb,
        "target": event.target,
        **free_text,
    }


def _site_event(event: SiteEvent) -> Row:
    return {"at": event.at, "what": event.verb, "target": event.target}


def _notice(notice: Notice) -> Row:
    return {
        "project": notice.project_id,
        "kind": notice.kind,
        "created_at": notice.created_at,
        "sent_at": notice.sent_at,
        "read_at": notice.read_at,
    }


def _sent_invitation(invitation: Invitation) -> Row:
    # The address is somebody else's.
    return {
        "project": invitation.project_id,
        "role": invitation.role,
        "sent_at": invitation.sent_at,
        "message": invitation.message,
    }


def _received_invitation(invitation: Invitation) -> Row:
    return {
        "project": invitation.project_id,
        "role": invitation.role,
        "sent_at": invitation.sent_at,
        "accepted_at": invitation.accepted_at,
    }


def _requested_feedback(request: FeedbackRequest) -> Row:
    return {
        "project": request.project_id,
        "asked_at": request.asked_at,
        "due_on": request.due_on,
        "message": request.message,
    }


def _given_feedback(request: FeedbackRequest) -> Row:
    return {
        "project": request.project_id,
        "given_at": request.given_at,
        "reply": request.reply,
    }


def _guidance(guidance: LocalGuidance) -> Row:
    return {
        "template": guidance.template_slug,
        "question": guidance.question_slug,
        "number": guidance.number,
        "written_at": guidance.written_at,
        "fr": guidance.body_fr,
        "en": guidance.body_en,
    }


def _view(view: SavedView) -> Row:
    return {"name": view.name, "query": view.query}


def _export(export: BulkExport) -> Row:
    return {
        "number": export.number,
        "started_at": export.created_at,
        "query": export.query,
        "formats": export.formats,
        "languages": export.languages,
    }
