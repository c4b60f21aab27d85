"""What the others answered, beside my own answer."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questionnaire.access import project_view
from questionnaire.permissions import Permission
from questionnaire.plan.team import read_team_answers


@require_safe
@project_view(Permission.ANSWER_READ_OTHER_MEMBER)
def team_answers(request, place, label):
    """The team’s answers to one question: a page, or a part of the question’s."""
    return show_team(request, place, label)


def show_team(request, place, label, *, status=200, **more):
    """The page or the part, with `more` for its template."""
    team = read_team_answers(place, request.user, label)
    if team is None:
        raise Http404
    context = {
        "place": place,
        "project": place.project,
        "allowed": place.allowed(),
        "team": team,
        **more,
    }
    template = (
        "questionnaire/partials/team_answers.html"
        if request.htmx
        else "questionnaire/team_answers.html"
    )
    return render(request, template, context, status=status)
