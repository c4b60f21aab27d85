"""What the page of recovered drafts shows of forms that were not sent."""

from django.utils.translation import get_language

from questionnaire.forms.drafts import kept_texts
from questionnaire.queries.answering.stranded_drafts import read_standings
from questionnaire.queries.drafts.form_drafts import recovered_form_drafts


def recovered_forms(user):
    """What this person typed into forms and has not sent. One query, and standings.

    The way to each form is given even to those who may not open it any more: the text
    is theirs, and that page says what happened. The title of the project is the one
    that they know.
    """
    drafts = list(recovered_form_drafts(user))
    projects = {each.project_id: each.project for each in drafts if each.project_id}
    standings = read_standings(user, projects.values()) if projects else {}
    return [
        {
            "draft": draft,
            "project": standings[draft.project_id].title if draft.project_id else "",
            "texts": kept_texts(draft.form, draft.fields),
            "address": f"/{get_language()}{draft.address}",
        }
        for draft in drafts
    ]
