"""Who is written to, and who may be answered."""

from questionnaire.errors import Refusal
from questionnaire.models import BulkExport, InstitutionRole, Membership, Notice
from questionnaire.models.notice import FOR_LIBRARIANS, OF_THE_END
from questionnaire.permissions import (
    InstitutionPermission,
    open_institution,
)
from questionnaire.vocabulary import (
    InstitutionRoleName,
    MailRhythm,
    Role,
)


def is_wanted(notice: Notice) -> bool:
    """Whether the person still wants, and may still have, this news by mail."""
    person = notice.recipient
    if notice.read_at is not None:
        return False
    if not person.is_active or person.mail_rhythm == MailRhythm.NEVER:
        return False
    if notice.kind in OF_THE_END:
        return True
    if notice.project.is_deleted:
        return False
    if Membership.objects.filter(
        project=notice.project_id, user=person, is_muted=False
    ).exists():
        return True
    return is_for_librarian(notice)


def is_for_librarian(notice: Notice) -> bool:
    """Whether the person gets this news as a librarian, not as a member."""
    return notice.kind in FOR_LIBRARIANS and _is_librarian_only(notice)


def may_reply(notice: Notice) -> bool:
    """Addresses are shown to and by principal investigators only."""
    return (
        notice.actor is not None
        and Membership.objects.filter(
            project=notice.project_id,
            role=Role.PI,
            user__in=[notice.recipient_id, notice.actor_id],
        ).exists()
    )


def wants_export_mail(export: BulkExport) -> bool:
    """Whether the owner may still download the export, and wants mail at all."""
    owner = export.owner
    if not owner.is_active or owner.mail_rhythm == MailRhythm.NEVER:
        return False
    try:
        open_institution(
            owner,
            export.institution_id,
            InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN,
        )
    except Refusal:
        return False
    return True


def _is_librarian_only(notice: Notice) -> bool:
    """Whether the person serves the project’s institution and has no place in it."""
    library = InstitutionRole.objects.filter(
        institution__projects=notice.project_id,
        user=notice.recipient_id,
        role=InstitutionRoleName.LIBRARIAN,
    )
    return (
        library.exists()
        and not Membership.objects.filter(
            project=notice.project_id, user=notice.recipient_id
        ).exists()
    )
