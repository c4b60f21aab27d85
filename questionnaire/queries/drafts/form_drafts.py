"""The drafts of a person's forms: those of one page, and all that are kept."""

from django.db.models import QuerySet
from django.utils import timezone

from questionnaire.models import FormDraft, User


def drafts_of_page(owner: User, page: str) -> dict[str, FormDraft]:
    """{key: FormDraft} of the forms on a page that were not sent. One query."""
    drafts = _kept(owner).filter(key__startswith=f"{page}#", is_set_aside=False)
    return {draft.key: draft for draft in drafts}


def recovered_form_drafts(owner: User) -> QuerySet[FormDraft]:
    """Everything that this person typed into forms and has not sent, newest first."""
    return _kept(owner).select_related("project")


def _kept(owner: User) -> QuerySet[FormDraft]:
    return FormDraft.objects.filter(
        owner=owner, project__deleted_at=None, kept_until__gt=timezone.now()
    )
