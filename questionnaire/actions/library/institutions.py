"""Institutions, their logos and their librarians: for site administrators only.

Each action writes an event in the site's trail (SiteEvent), in its transaction.
"""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire import mail
from questionnaire.actions.common import write_site_event
from questionnaire.actions.opening import open_institution_for_writing
from questionnaire.actions.shared_texts import Plain, merge_edit, plain_values
from questionnaire.errors import Conflict, get_or_refuse
from questionnaire.lib.pictures import read_picture
from questionnaire.lib.ror import normalize_ror
from questionnaire.models import Institution, InstitutionLogo, InstitutionRole, User
from questionnaire.permissions import (
    InstitutionPermission,
    SitePermission,
    require_on_site,
)
from questionnaire.vocabulary import InstitutionRoleName, SiteVerb

LARGEST_LOGO = 200_000
# In pixels; a logo is shown at a tenth of it.
LARGEST_LOGO_SIDE = 2_000

INSTITUTION_FIELDS = (
    "name_fr",
    "name_en",
    "ror",
    "language",
    "contact_name",
    "contact_email",
)


class AlreadyLibrarian(Conflict):
    """The person is already a librarian of the institution."""

    code = "already_librarian"
    message = gettext_lazy("This person is a librarian here already.")


class NotALibrarian(Conflict):
    """The person is no longer a librarian of the institution."""

    code = "not_a_librarian"
    message = gettext_lazy("This person is no longer a librarian here.")


class CannotAppoint(Conflict):
    """The account is closed."""

    code = "cannot_appoint"
    message = gettext_lazy("This account is closed.")


@transaction.atomic
def create_institution(*, by: User, **description: Any) -> Institution:
    """Add an institution (`INSTITUTION_FIELDS`); returns it.

    Raises ValidationError.
    """
    require_on_site(by, SitePermission.INSTITUTION_EDIT)
    institution = Institution(**_normalize(description))
    institution.full_clean()
    institution.save(force_insert=True)
    write_site_event(
        by=by,
        verb=SiteVerb.INSTITUTION_CREATED,
        target=f"institution:{institution.pk}",
        name=institution.name_fr,
    )
    return institution


@transaction.atomic
def describe_institution(
    *, institution_id: int, by: User, shown: Plain | None = None, **description: Any
) -> Institution:
    """Change the description of an institution; returns it.

    `shown` is what the page had shown (see shared_texts.py). The event names the fields
    that changed; without a change there is none. Raises ValidationError and
    EditedMeanwhile.
    """
    require_on_site(by, SitePermission.INSTITUTION_EDIT)
    institution = lock_institution(institution_id)
    description = merge_edit(
        _normalize(description),
        now=plain_values(institution, INSTITUTION_FIELDS),
        shown=shown,
    )
    changed = [
        name
        for name, value in description.items()
        if getattr(institution, name) != value
    ]
    if not changed:
        return institution
    for name in changed:
        setattr(institution, name, description[name])
    institution.full_clean()
    institution.save(update_fields=changed)
    write_edited(institution, by, changed)
    return institution


@transaction.atomic
def set_logo(*, institution_id: int, content: bytes | None, by: User) -> None:
    """Set or replace an institution's logo, or remove it if `content` is None.

    Raises ValidationError unless it is a PNG or JPEG picture of at most 200 kB.
    """
    require_on_site(by, SitePermission.INSTITUTION_EDIT)
    institution = lock_institution(institution_id)
    before = InstitutionLogo.objects.filter(institution=institution)
    if content is None:
        if before.delete()[0]:
            write_edited(institution, by, ["logo"])
        return
    media_type = check_logo(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if before.filter(sha256=sha256).exists():
        return
    InstitutionLogo.objects.update_or_create(
        institution=institution,
        defaults={"content": content, "media_type": media_type, "sha256": sha256},
    )
    write_edited(institution, by, ["logo"])


def check_logo(content: bytes) -> str:
    """The media type of a logo. Raises ValidationError for an unsuitable file."""
    if len(content) > LARGEST_LOGO:
        raise ValidationError(
            _("Choose a picture of at most 200 kB."), code="too_large"
        )
    picture = read_picture(content, largest_side=LARGEST_LOGO_SIDE)
    if picture is None:
        raise ValidationError(
            _("Choose a PNG or JPEG picture; this file is neither."), code="no_picture"
        )
    if max(picture.width, picture.height) > LARGEST_LOGO_SIDE:
        raise ValidationError(
            _(
                "Choose a picture of at most %(limit)s pixels on each side; this one "
                "has %(width)s by %(height)s."
            ),
            code="too_many_pixels",
            params={
                "limit": number_format(LARGEST_LOGO_SIDE, force_grouping=True),
                "width": number_format(picture.width, force_grouping=True),
                "height": number_format(picture.height, force_grouping=True),
            },
        )
    return picture.media_type


@transaction.atomic
def appoint_librarian(
    *, institution_id: int, user_id: int, by: User
) -> InstitutionRole:
    """Make somebody a librarian of the institution; the person is notified by mail.

    Raises NotFound, CannotAppoint (for a closed account) and AlreadyLibrarian.
    """
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.APPOINT_LIBRARIAN
    )
    user = get_or_refuse(
        User.objects.select_for_update(no_key=True).order_by(), pk=user_id
    )
    if not user.is_active:
        raise CannotAppoint(user)
    role, is_new = InstitutionRole.objects.get_or_create(
        user=user, institution=access.institution, role=InstitutionRoleName.LIBRARIAN
    )
    if not is_new:
        raise AlreadyLibrarian(user)
    _notify(SiteVerb.LIBRARIAN_APPOINTED, access.institution, user, by)
    return role


@transaction.atomic
def dismiss_librarian(*, institution_id: int, user_id: int, by: User) -> None:
    """End somebody's role as a librarian, with immediate effect; they are notified.

    Raises NotALibrarian.
    """
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.APPOINT_LIBRARIAN
    )
    role = (
        InstitutionRole.objects.select_related("user")
        .filter(
            user=user_id,
            institution=access.institution,
            role=InstitutionRoleName.LIBRARIAN,
        )
        .first()
    )
    if role is None:
        raise NotALibrarian(user_id)
    role.delete()
    _notify(SiteVerb.LIBRARIAN_DISMISSED, access.institution, role.user, by)


def _notify(verb: SiteVerb, institution: Institution, user: User, by: User) -> None:
    write_site_event(
        by=by,
        verb=verb,
        target=f"user:{user.pk}",
        institution=institution.pk,
    )
    transaction.on_commit(
        partial(mail.send_librarian_role.enqueue, user.pk, institution.pk, verb.value),
        robust=True,
    )


def write_edited(institution: Institution, by: User, fields: Sequence[str]) -> None:
    write_site_event(
        by=by,
        verb=SiteVerb.INSTITUTION_EDITED,
        target=f"institution:{institution.pk}",
        fields=fields,
    )


def lock_institution(institution_id: int) -> Institution:
    return get_or_refuse(
        Institution.objects.select_for_update(no_key=True).order_by(), pk=institution_id
    )


def _normalize(description: dict[str, Any]) -> dict[str, Any]:
    if "ror" in description:
        description = {**description, "ror": normalize_ror(description["ror"])}
    return {
        name: description[name] for name in INSTITUTION_FIELDS if name in description
    }
