"""Where an edition is deposited, noted by a librarian."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy

from questionnaire.forms.fields import LineField
from questionnaire.forms.layout import PageFormMixin
from questionnaire.lib.doi import normalize_doi

_LONGEST_LINK = 500
_is_address = URLValidator(
    schemes=["http", "https"],
    message=gettext_lazy(
        "Enter an address that begins with https://, or a DOI as 10.5683/SP3/ABCDEF."
    ),
)


class DepositForm(PageFormMixin, forms.Form):
    """The place, and its address if it has one."""

    place = LineField(
        label=gettext_lazy("Where it is deposited"),
        help_text=gettext_lazy("For example: the institutional repository, Borealis."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say where the plan is deposited.")},
    )
    link = LineField(
        label=gettext_lazy("Address or DOI"), required=False, max_length=_LONGEST_LINK
    )

    def clean_link(self) -> str:
        """The address; a DOI in any form as one. Raises ValidationError."""
        link = normalize_doi(self.cleaned_data["link"])
        if link:
            _is_address(link)
        return link[:_LONGEST_LINK]
