"""Everything that the site holds of one person, as JSON in a ZIP.

For the right of access and to portability: Law 25 of Québec (section 27 of the
Act respecting the protection of personal information in the private sector),
GDPR articles 15 and 20. Read and packed row by row, so that nothing grows with
the size of what a person wrote. What others wrote is left out.
"""

import json
import zipfile

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from questionnaire.models import (
    AnswerVersion,
    BulkExport,
    Comment,
    Decision,
    Draft,
    Edition,
    Event,
    FeedbackRequest,
    InstitutionRole,
    Invitation,
    LocalGuidance,
    Membership,
    Notice,
    RecoveredDraft,
    SavedView,
    SiteEvent,
    TodoMark,
    User,
)
from questionnaire.vocabulary import Language

MEDIA_TYPE = "application/zip"
_CHUNK = 500
_PRIVATE = {"drafts", "recovered_drafts", "marks"}
# What an event says that its actor typed; the rest may name others.
_TYPED = ("message", "reason", "note")


def personal_data_filename(now=None):
    return f"dmp-studio-data_{(now or timezone.now()):%Y-%m-%d}.zip"


def stream_personal_data(user, *, by):
    """The bytes of the ZIP, piece by piece.

    Also holds what belongs to accounts that were merged into this one. What only
    the person may read, unsaved text and marks, is left out for everybody else.
    """
    accounts = list(
        User.objects.filter(merged_into=user).values_list("pk", flat=True)
    ) + [user.pk]
    bytes_made = _Bytes()
    with zipfile.ZipFile(bytes_made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(user))
        yield bytes_made.take()
        for name, rows in _files(user, accounts):
            if name in _PRIVATE and by != user:
                continue
            with archive.open(f"{name}.json", "w") as file:
                for piece in _json_list(rows):
                    file.write(piece)
                    if bytes_made.has_much:
                        yield bytes_made.take()
            yield bytes_made.take()
    yield bytes_made.take()


def _files(user, accounts):
    """(name of the file, its rows) of each subject."""
    yield "account", _account(user, accounts)
    for name, query, row in (
        ("memberships", _of(Membership, "user", accounts, "project"), _membership),
        ("roles", _of(InstitutionRole, "user", accounts, "institution"), _role),
        (
            "answers",
            _of(
                AnswerVersion,
                "answer__author",
                accounts,
                "answer__question__section",
                "naming",
            ),
            _version,
        ),
        (
            "drafts",
            _of(Draft, "answer__author", accounts, "answer__question__section"),
            _draft,
        ),
        (
            "recovered_drafts",
            _of(
                RecoveredDraft, "answer__author", accounts, "answer__question__section"
            ),
            _recovered,
        ),
        (
            "marks",
            _of(TodoMark, "answer__author", accounts, "answer__question__section"),
            _mark,
        ),
        ("comments", _of(Comment, "author", accounts, "question__section"), _comment),
        (
            "decisions",
            _of(Decision, "decided_by", accounts, "question__section"),
            _decision,
        ),
        ("editions", _of(Edition, "finished_by", accounts).defer("plan"), _edition),
        ("events", _of(Event, "actor", accounts), _event),
        ("site_events", _of(SiteEvent, "actor", accounts), _site_event),
        ("notices", _of(Notice, "recipient", accounts), _notice),
        ("invitations_sent", _of(Invitation, "invited_by", accounts), _sent),
        (
            "invitations_received",
            Invitation.objects.filter(email__iexact=user.email).order_by("pk"),
            _received,
        ),
        ("feedback_asked", _of(FeedbackRequest, "asked_by", accounts), _asked),
        ("feedback_given", _of(FeedbackRequest, "given_by", accounts), _given),
        ("guidance", _of(LocalGuidance, "written_by", accounts), _guidance),
        ("views", _of(SavedView, "user", accounts), _view),
        ("exports", _of(BulkExport, "owner", accounts), _export),
    ):
        yield name, (row(each) for each in query.iterator(chunk_size=_CHUNK))


def _of(model, field, accounts, *related):
    rows = model.objects.filter(**{f"{field}__in": accounts}).order_by("pk")
    return rows.select_related(*related) if related else rows


def _account(user, accounts):
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


def _membership(membership):
    return {
        "project": membership.project_id,
        "title": membership.project.title,
        "role": membership.role,
        "credit_roles": membership.credit_roles,
        "joined_at": membership.joined_at,
        "last_visit_at": membership.last_visit_at,
        "mail_is_off": membership.is_muted,
    }


def _role(role):
    return {"institution": role.institution.name_en, "role": role.role}


def _question(question):
    return {"question": question.slug, "question_number": question.label}


def _where(answer):
    return {
        "project": answer.project_id,
        **_question(answer.question),
        "language": answer.language,
    }


def _version(version):
    naming = getattr(version, "naming", None)
    return {
        **_where(version.answer),
        "version": version.number,
        "saved_at": version.created_at,
        "origin": version.origin,
        "note": version.note,
        "name": naming.name if naming else "",
        "content": version.content,
    }


def _draft(draft):
    return {
        **_where(draft.answer),
        "saved_at": draft.saved_at,
        "content": draft.content,
    }


def _recovered(draft):
    return {
        **_where(draft.answer),
        "typed_at": draft.typed_at,
        "kept_until": draft.kept_until,
        "content": draft.content,
    }


def _mark(mark):
    return {**_where(mark.answer), "part": mark.part_key}


def _comment(comment):
    # Neither the passage that it quotes nor the answers to it: others wrote those.
    return {
        "project": comment.project_id,
        **_question(comment.question),
        "kind": comment.kind,
        "written_at": comment.created_at,
        "edited_at": comment.edited_at,
        "text": comment.body,
        "suggestion": comment.suggestion,
    }


def _decision(decision):
    return {
        "project": decision.project_id,
        **_question(decision.question),
        "language": decision.language,
        "decided_at": decision.decided_at,
        "note": decision.note,
        "withdraws": decision.version_id is None,
    }


def _edition(edition):
    return {
        "project": edition.project_id,
        "edition": edition.number,
        "finished_at": edition.finished_at,
        "note": edition.note,
    }


def _event(event):
    typed = {key: event.data[key] for key in _TYPED if event.data.get(key)}
    return {
        "project": event.project_id,
        "at": event.at,
        "what": event.verb,
        "target": event.target,
        **typed,
    }


def _site_event(event):
    return {"at": event.at, "what": event.verb, "target": event.target}


def _notice(notice):
    return {
        "project": notice.project_id,
        "kind": notice.kind,
        "created_at": notice.created_at,
        "sent_at": notice.sent_at,
    }


def _sent(invitation):
    # The address is somebody else's.
    return {
        "project": invitation.project_id,
        "role": invitation.role,
        "sent_at": invitation.sent_at,
        "message": invitation.message,
    }


def _received(invitation):
    return {
        "project": invitation.project_id,
        "role": invitation.role,
        "sent_at": invitation.sent_at,
        "accepted_at": invitation.accepted_at,
    }


def _asked(request):
    return {
        "project": request.project_id,
        "asked_at": request.asked_at,
        "due_on": request.due_on,
        "message": request.message,
    }


def _given(request):
    return {
        "project": request.project_id,
        "given_at": request.given_at,
        "reply": request.reply,
    }


def _guidance(guidance):
    return {
        "template": guidance.template_slug,
        "question": guidance.question_slug,
        "number": guidance.number,
        "written_at": guidance.written_at,
        "fr": guidance.body_fr,
        "en": guidance.body_en,
    }


def _view(view):
    return {"name": view.name, "query": view.query}


def _export(export):
    return {
        "number": export.number,
        "started_at": export.created_at,
        "query": export.query,
        "formats": export.formats,
        "languages": export.languages,
    }


def _json_list(rows):
    yield b"["
    before = b"\n"
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder, indent=1)
        yield before + text.encode()
        before = b",\n"
    yield b"\n]\n"


def _readme(user):
    """What the files hold, in both languages, the person's own first."""
    languages = [Language(user.language), Language(user.language).other]
    texts = []
    for language in languages:
        with translation.override(language):
            context = {"person": user, "address": settings.SUPPORT_EMAIL}
            texts.append(render_to_string("exports/personal_data.txt", context).strip())
    return "\n\n".join(texts) + "\n"


class _Bytes:
    """What a ZIP is written to and taken from while it is being made."""

    _MUCH = 64 * 1024

    def __init__(self):
        self._held = bytearray()

    def write(self, data):
        self._held += data
        return len(data)

    def flush(self):
        """Nothing to do: what is written is there."""

    @property
    def has_much(self):
        return len(self._held) >= self._MUCH

    def take(self):
        taken, self._held = bytes(self._held), bytearray()
        return taken
