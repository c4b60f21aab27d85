"""Colleagues' answers, beside my own."""

import uuid

from django.shortcuts import render
from django.views.decorators.http import require_safe

from questionnaire.access import get_question, project_view
from questionnaire.forms.requests import AcceptForm
from questionnaire.forms.team import AssignmentForm
from questionnaire.permissions import Permission
from questionnaire.plan.former_values import FormerValues
from questionnaire.plan.unsent import read_known_unsent
from questionnaire.queries.review.change_requests import read_change_requests
from questionnaire.queries.team.answers import read_team_answers
from questionnaire.views.pages import project_context


@require_safe
@project_view(Permission.ANSWER_READ_OTHER_MEMBER)
def team_answers(request, access, slug):
    """The team’s answers to one question: a page, or a fragment of the question’s."""
    return show_team(request, access, slug)


def _request(asked, team, user):
    """A request; for its author, the wording proposed against the newest text."""
    mine = team.mine.get(asked.language) if asked.author == user else None
    if mine is None or not asked.comment.suggestion:
        return {"asked": asked}
    return {
        "asked": asked,
        "comparisons": FormerValues(team.question.section.template).compare(
            team.question, mine.content, asked.comment.suggestion, asked.language
        ),
        "accept_form": AcceptForm(
            initial={"base": mine.number}, auto_id=f"accept-{asked.comment.pk}-%s"
        ),
    }


def show_team(request, access, slug, *, status=200, **more):
    """The page or the fragment.

    `more` for its template: `said`, what was just done; `assignment_form`, one
    that was refused.
    """
    question = get_question(access, slug)
    team = read_team_answers(access.project, request.user, question)
    requests = read_change_requests(
        access.project, question=team.question, open_only=True
    )
    context = {
        **project_context(access),
        "team": team,
        "requests": [_request(asked, team, request.user) for asked in requests],
        "unsent": [
            text
            for entry in read_known_unsent(access, request.user, [question])
            for text in entry.not_by(request.user)
        ],
        "save_id": uuid.uuid4(),
        "assignment_form": AssignmentForm(writers=team.writers),
        **more,
    }
    template = (
        "questionnaire/team/partials/team_answers.html"
        if request.htmx
        else "questionnaire/team/answers.html"
    )
    return render(request, template, context, status=status)
