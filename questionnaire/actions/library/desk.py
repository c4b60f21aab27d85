"""What librarians keep at their desk: views of their own, remarks of them all."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questionnaire.errors import Conflict
from questionnaire.models import SavedView


class NameIsTaken(Conflict):
    """One’s own views have different names."""

    code = "name_taken"
    message = _("You have a view of this name already.")


@transaction.atomic
def save_view(access, *, by, name, query):
    """Keep a choice of plans (DeskFilters.as_query) under a name.

    Raises NameIsTaken.
    """
    _refuse_taken(access, by, name)
    return SavedView.objects.create(
        user=by, institution=access.institution, name=name, query=query
    )


@transaction.atomic
def rename_view(view, *, access, by, name):
    """Call one’s own view something else. Raises NameIsTaken."""
    _refuse_taken(access, by, name, besides=view)
    view.name = name
    view.save(update_fields=["name"])


def delete_view(view):
    """Forget a view; its plans stay where they are."""
    view.delete()


def save_remark(remark):
    """Keep a remark for all librarians of its institution.

    Raises ValidationError unless it is in both languages.
    """
    remark.full_clean()
    remark.save()


def delete_remark(remark):
    """Forget a remark; the comments that were made from it stay."""
    remark.delete()


def _refuse_taken(access, user, name, besides=None):
    same = SavedView.objects.filter(
        user=user, institution=access.institution, name=name
    )
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise NameIsTaken(name)
