"""Forms to comment, reply, correct a comment and quote a passage."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.conversation.comments import clean_body
from questionnaire.forms.fields import TextField


class EditForm(forms.Form):
    """The text of a comment, checked by the same rules as in the action."""

    body = TextField(
        label=_("Comment"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write your comment.")},
    )

    def __init__(self, data: Any = None, *, name: str, body: str = "") -> None:
        """`name` distinguishes the forms of one page, as in "reply-12"."""
        super().__init__(data, auto_id=f"{name}-%s", initial={"body": body})
        self.name = name

    def clean_body(self) -> str:
        return clean_body(self.cleaned_data["body"])


class ReplyForm(EditForm):
    """A new text; `save_id` names this post in every retry of it."""

    save_id = forms.UUIDField(widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, name: str, parent: int | None = None
    ) -> None:
        super().__init__(data, name=name)
        self.fields["body"].label = _("Your reply") if parent else _("Your comment")
        self.initial.update(save_id=uuid.uuid4(), parent=parent)


class CommentForm(ReplyForm):
    """A new thread, with the members to mention in it."""

    mentions = forms.TypedMultipleChoiceField(
        label=_("Tell these members by mail"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, name: str, members: Any) -> None:
        super().__init__(data, name=name)
        self.fields["mentions"].choices = [
            (member.pk, str(member)) for member in members
        ]


class PassageForm(CommentForm):
    """A new thread about a version, or a passage of it."""

    quote = TextField(
        label=_("Passage"),
        help_text=_("Copy the words from the version; leave empty for all of it."),
        required=False,
        widget=forms.Textarea({"rows": 2, "data-quote": ""}),
    )

    field_order = ["save_id", "parent", "quote", "body", "mentions"]
