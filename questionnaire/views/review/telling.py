"""What a step of review tells of beyond what was asked for."""

from django.contrib import messages
from django.utils.translation import gettext as _

from questionnaire.vocabulary import Language


def say_withdrawn(request, decisions):
    """Tell of the agreed text in the other language that a step took away."""
    for decision in decisions:
        if decision.version_id is None:
            text = (
                _("The French text agreed on before is withdrawn with it.")
                if decision.language == Language.FR
                else _("The English text agreed on before is withdrawn with it.")
            )
            messages.info(request, text)
