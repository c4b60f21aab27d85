"""The step of a review that the page before made, and that can be taken back."""

from questionnaire.forms.decision import BatchForm


def step_to_undo(request):
    """Its batch, as the address says it; None when it says none."""
    form = BatchForm({"batch": request.GET.get("done", "")})
    return form.cleaned_data["batch"] if form.is_valid() else None
