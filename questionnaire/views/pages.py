"""What many pages of a project need."""

from django.contrib import messages
from django.utils.translation import gettext as _

from questionnaire.forms.decision import BatchForm


def project_context(access):
    """What the frame of a project's page is drawn from."""
    return {
        "access": access,
        "project": access.project,
        "allowed": access.allowed(),
    }


def say_left_out(request, saved):
    """Tell the author when a text from elsewhere could not be taken up whole."""
    if saved.left_out:
        text = _(
            "What it said to parts that the template no longer asks was left out; "
            "it stays where it was."
        )
        messages.info(request, text)


def step_to_undo(request):
    """The step that the page before made, as its batch; None when it made none."""
    form = BatchForm({"batch": request.GET.get("done", "")})
    return form.cleaned_data["batch"] if form.is_valid() else None
