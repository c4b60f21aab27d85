"""Refusals that several actions share; others are defined where they are raised.

See `questionnaire.errors` for the base classes.
"""

from django.utils.translation import gettext_lazy as _

from questionnaire.errors import Conflict, Invalid
from questionnaire.models import AnswerVersion


class NotInTemplate(Conflict):
    """The project's template has no question with this `slug`, or no longer has it."""

    code = "question_dropped"
    message = _(
        "The template that this plan follows now no longer asks this question. "
        "The text was not saved; copy it if you need it."
    )

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class SaveIdReused(Invalid):
    """A save with this id was stored before, with a different text."""

    code = "save_id_reused"
    message = _("This text could not be read.")


class NewerVersionExists(Conflict):
    """The text is based on a version that is no longer the newest."""

    code = "newer_version"
    message = _("You have unsaved text here, from another window. Save it first.")

    def __init__(self, newest: AnswerVersion) -> None:
        super().__init__(newest.number)
        self.newest = newest
