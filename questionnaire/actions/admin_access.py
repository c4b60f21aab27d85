"""The trace that a site administrator leaves in a project that is not theirs."""

from questionnaire.models import Event
from questionnaire.vocabulary import Verb


def record_admin_access(project, *, by):
    """Write into the trail that an administrator opened the project.

    It changes nothing in the project: neither its last change nor its state.
    """
    return Event.objects.create(
        project=project, actor=by, verb=Verb.PROJECT_ADMIN_ACCESS
    )
