"""What many pages of a project need."""

from django.http import Http404

from questionnaire.forms.decision import BatchForm
from questionnaire.plan.history import find_question


def project_context(place):
    """What the frame of a project's page is drawn from."""
    return {
        "place": place,
        "project": place.project,
        "allowed": place.allowed(),
    }


def question_or_404(place, label):
    """The question of this number in the project's template. Raises Http404."""
    question = find_question(place, label)
    if question is None:
        raise Http404
    return question


def step_to_undo(request):
    """The step that the page before made, as its batch; None when it made none."""
    form = BatchForm({"batch": request.GET.get("done", "")})
    return form.cleaned_data["batch"] if form.is_valid() else None
