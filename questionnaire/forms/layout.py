"""How every form is laid out: labels above, errors beside the field and on top."""

from typing import Any

from crispy_forms.helper import FormHelper


class PageFormHelper(FormHelper):
    """What `{% crispy form %}` renders: the fields, and nothing around them.

    The page writes the form element, its token and its buttons, so that what the
    form does is visible where it stands. The summary of errors is base.html's; the
    markup of a field is templates/bootstrap5/field.html.
    """

    form_tag = False
    disable_csrf = True
    include_media = False


class PageFormMixin:
    """Give a form of a library the layout of this site's pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A placeholder that repeats the label vanishes when it is needed.
            field.widget.attrs.pop("placeholder", None)
        self.helper = PageFormHelper(self)
