"""Naming a project before there is an account."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from questionnaire.forms.started import StartForm, remember_started, started_title


@require_http_methods(["GET", "POST"])
def start(request):
    """Keep the title of a project, and go on to an account, or to the project."""
    form = StartForm(request.POST or None, initial={"title": started_title(request)})
    if request.method == "POST" and form.is_valid():
        remember_started(request, form.cleaned_data["title"])
        is_here = request.user.is_authenticated
        return redirect("project_new" if is_here else "account_signup")
    status = 422 if request.method == "POST" else 200
    return render(request, "account/start.html", {"form": form}, status=status)
