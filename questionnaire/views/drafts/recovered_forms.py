"""What the page of recovered drafts shows of forms that were not sent."""

from django.utils.translation import get_language

from questionnaire.forms.drafts import kept_texts
from questionnaire.queries.drafts.form_drafts import recovered_form_drafts


def recovered_forms(user):
    """What this person typed into forms and has not sent. One query.

    The way to each form is given even to those who may not open it any more: the text
    is theirs, and that page says what happened.
    """
    return [
        {
            "draft": draft,
            "texts": kept_texts(draft.form, draft.fields),
            "address": f"/{get_language()}{draft.address}",
        }
        for draft in recovered_form_drafts(user)
    ]
