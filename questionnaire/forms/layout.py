"""The layout of every form: labels above, errors by the field and in a summary."""

from typing import Any

from crispy_forms.helper import FormHelper

from questionnaire.forms.fields import check_entered_text


class PageFormHelper(FormHelper):
    """What `{% crispy form %}` renders: the fields, and nothing around them.

    The page writes the form element, its token and its buttons, so that its template
    shows what the form does. The summary of errors is in base.html, the markup of a
    field in templates/bootstrap5/field.html.
    """

    form_tag = False
    disable_csrf = True
    include_media = False


class PageFormMixin:
    """Give a form, even a third-party one, this site's layout and checks of text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A placeholder that repeats the label disappears just when it is needed.
            field.widget.attrs.pop("placeholder", None)
            # The page says where it begins: {% focus_first form %}.
            field.widget.attrs.pop("autofocus", None)
            check_entered_text(field)
        self.helper = PageFormHelper(self)
