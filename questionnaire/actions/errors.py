"""Refusals that several actions share; the others stand beside what raises them.

See `questionnaire.errors` for the family.
"""

from django.utils.translation import gettext_lazy as _

from questionnaire.errors import Conflict, Invalid
from questionnaire.models import AnswerVersion


class NotInTemplate(Conflict):
    """The project's template does not ask a question of this `slug`, or no longer."""

    code = "question_dropped"
    message = _(
        "The template that this plan follows now no longer asks this question. "
        "The text was not saved; copy it if you need it."
    )

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class SaveIdReused(Invalid):
    """This save was already stored, with another text."""

    code = "save_id_reused"
    message = _("This text could not be read.")


class NewerVersionExists(Conflict):
    """The text was started from a version that is no longer the newest one."""

    code = "newer_version"
    message = _("You have unsaved text here, from another window. Save it first.")

    def __init__(self, newest: AnswerVersion) -> None:
        super().__init__(newest.number)
        self.newest = newest
