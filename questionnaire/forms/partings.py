"""What becomes of the projects that a person leaves without principal investigator."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.layout import PageFormHelper
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.vocabulary import Parting

_RIGHTS = {
    Parting.ARCHIVE: Permission.PROJECT_ARCHIVE,
    Parting.DELETE: Permission.PROJECT_DELETE,
}


class PartingsMixin:
    """Asks what becomes of each project that would be left; before other fields.

    `left` are these projects, as whoever sends the form has access to them.
    """

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(
        self, *args: Any, left: Iterable[ProjectAccess] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._left = {f"parting_{each.project.pk.hex}": each for each in left}
        asked = {name: _field(access) for name, access in self._left.items()}
        self.fields = {**asked, **self.fields}
        self.helper = PageFormHelper()

    def partings(self) -> dict[uuid.UUID, Parting]:
        """What was chosen for each project; call on a valid form."""
        return {
            access.project.pk: Parting(self.cleaned_data[name])
            for name, access in self._left.items()
        }


def _field(access: ProjectAccess) -> forms.ChoiceField:
    title = {"title": access.project.title}
    return forms.ChoiceField(
        label=gettext("What becomes of “%(title)s”?") % title,
        choices=[
            (parting.value, parting.label)
            for parting, right in _RIGHTS.items()
            if access.may(right)
        ],
        help_text=""
        if access.may(Permission.PROJECT_DELETE)
        else _("It can be deleted only while its plan is drafted."),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext("Say what becomes of “%(title)s”.") % title
        },
    )
