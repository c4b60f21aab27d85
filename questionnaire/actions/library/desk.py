"""What librarians keep at their desk: their own views, and shared remarks."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import write_site_event
from questionnaire.actions.opening import open_institution_for_writing
from questionnaire.actions.shared_texts import Plain, merge_edit, plain_values
from questionnaire.errors import Conflict, get_or_refuse
from questionnaire.models import CannedRemark, Institution, SavedView, User
from questionnaire.permissions import InstitutionPermission
from questionnaire.vocabulary import SiteVerb

REMARK_FIELDS = ("title", "body_fr", "body_en")


class NameTaken(Conflict):
    """The person has another view with this name."""

    code = "name_taken"
    message = _("You have a view of this name already.")


@transaction.atomic
def save_view(*, institution_id: int, by: User, name: str, query: str) -> SavedView:
    """Save a set of filters (DeskFilters.as_query) under a name; returns the view.

    Raises NameTaken.
    """
    views = _open_views(institution_id, by)
    _refuse_taken(views, name)
    return SavedView.objects.create(
        user=by, institution_id=institution_id, name=name, query=query
    )


@transaction.atomic
def rename_view(*, institution_id: int, view_id: int, by: User, name: str) -> None:
    """Rename one’s own view. Raises NotFound and NameTaken."""
    views = _open_views(institution_id, by)
    view = get_or_refuse(views, pk=view_id)
    _refuse_taken(views.exclude(pk=view_id), name)
    view.name = name
    view.save(update_fields=["name"])


@transaction.atomic
def delete_view(*, institution_id: int, view_id: int, by: User) -> None:
    """Delete one’s own view. Raises NotFound."""
    get_or_refuse(_open_views(institution_id, by), pk=view_id).delete()


@transaction.atomic
def save_remark(
    *,
    institution_id: int,
    by: User,
    title: str,
    body_fr: str,
    body_en: str,
    remark_id: int | None = None,
    shown: Plain | None = None,
) -> CannedRemark:
    """Save a remark for all librarians of the institution; a new one without an id.

    Returns it. `shown` is what the page had shown (see shared_texts.py). Raises
    NotFound, EditedMeanwhile, and ValidationError unless it is in both languages.
    """
    institution = _open_remarks(institution_id, by)
    text = {"title": title, "body_fr": body_fr, "body_en": body_en}
    if remark_id is None:
        remark = CannedRemark(institution=institution)
    else:
        remark = get_or_refuse(
            institution.canned_remarks.select_for_update(), pk=remark_id
        )
    now = plain_values(remark, REMARK_FIELDS)
    for name, value in merge_edit(text, now=now, shown=shown).items():
        setattr(remark, name, value)
    remark.full_clean()
    remark.save()
    _write_remark_event(SiteVerb.REMARK_SAVED, institution, by, remark.title)
    return remark


@transaction.atomic
def delete_remark(*, institution_id: int, remark_id: int, by: User) -> None:
    """Delete a remark; the comments made from it stay. Raises NotFound."""
    institution = _open_remarks(institution_id, by)
    remark = get_or_refuse(institution.canned_remarks.all(), pk=remark_id)
    remark.delete()
    _write_remark_event(SiteVerb.REMARK_DELETED, institution, by, remark.title)


def _open_views(institution_id: int, by: User) -> QuerySet[SavedView]:
    """One’s own views at this institution."""
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.SAVE_VIEW
    )
    return SavedView.objects.filter(user=by, institution=access.institution)


def _open_remarks(institution_id: int, by: User) -> Institution:
    return open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.EDIT_REMARKS
    ).institution


def _refuse_taken(views: QuerySet[SavedView], name: str) -> None:
    if views.filter(name=name).exists():
        raise NameTaken(name)


def _write_remark_event(
    verb: SiteVerb, institution: Institution, by: User, title: str
) -> None:
    write_site_event(
        by=by, verb=verb, target=f"institution:{institution.pk}", title=title
    )
