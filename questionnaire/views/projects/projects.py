"""My projects, and one project's overview, description and readable plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.access import project_view
from questionnaire.actions.conversation.visits import news_since
from questionnaire.actions.projects.projects import create_project, describe_project
from questionnaire.actions.projects.waiting import keep_waiting_count
from questionnaire.actions.shared_texts import EditedMeanwhile
from questionnaire.forms.project import NewProjectForm, ProjectForm
from questionnaire.forms.started import forget_started, started_title
from questionnaire.permissions import Permission
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.record import read_record
from questionnaire.queries.conversation.news import read_news
from questionnaire.queries.library.feedback import newest_request
from questionnaire.queries.projects.home import first_step, read_home, with_outlines
from questionnaire.queries.projects.next_step import next_step
from questionnaire.queries.projects.overview import read_overview
from questionnaire.views.pages import project_context, unsent_of_draft
from questionnaire.vocabulary import ProjectStatus

PROJECTS_PER_PAGE = 25


@require_safe
@login_required
def projects(request):
    """My projects, newest change first; what waits in all of them, and the news."""
    home = read_home(request.user, by_project=request.GET.get("waiting") == "project")
    keep_waiting_count(request.user, len(home.waiting))
    page = Paginator(home.accesses, PROJECTS_PER_PAGE).get_page(request.GET.get("page"))
    first = first_step(home.rows, request.user) if page.number == 1 else None
    context = {
        "page": page,
        "rows": _rows(home, page, request.user),
        "resume": first and first[0],
        "step": first and first[1],
        "archived": home.archived if page.number == 1 else (),
        "deleted": home.deleted,
        "waiting": home.waiting,
        "news": _news(home, request.user) if page.number == 1 else (),
    }
    return render(request, "questionnaire/projects/projects.html", context)


@require_safe
@login_required
def waiting_count(request):
    """How many things wait for me now, for the masthead of a page that is shown."""
    count = len(read_home(request.user).waiting)
    keep_waiting_count(request.user, count)
    return JsonResponse({"count": count})


@require_http_methods(["GET", "POST"])
@login_required
def project_new(request):
    """Start a project."""
    initial = {"language": get_language(), "title": started_title(request)}
    form = NewProjectForm(request.POST or None, initial=initial)
    if form.is_valid():
        project = create_project(by=request.user, **form.cleaned_data)
        forget_started(request)
        return redirect("project_overview", project.pk)
    context = {"form": form}
    return render(
        request,
        "questionnaire/projects/project_new.html",
        context,
        status=_status(form),
    )


@require_safe
@project_view(Permission.PROJECT_READ)
def project_overview(request, access):
    """The questions as a task list or, for a team, as a table of who answered what."""
    with_team = not access.is_alone and access.may(Permission.ANSWER_READ_OTHER_MEMBER)
    overview = read_overview(access, request.user, with_team=with_team)
    by_member = with_team and request.GET.get("view") == "members"
    context = {
        **project_context(access),
        "overview": overview,
        "partners": [
            partner.label
            for partner in access.project.partners.select_related("institution")
        ],
        "outline": overview.outline,
        "with_team": with_team,
        "view": "members" if by_member else "sections",
        "step": next_step(access, overview.outline, request.user),
        "newest_edition": access.project.editions.defer("plan").first(),
        "has_news": _has_news(access),
        "feedback": _feedback(access.project),
    }
    return render(request, "questionnaire/projects/project_overview.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.PROJECT_EDIT_METADATA)
def project_edit(request, access):
    """Edit the description of the project."""
    form = ProjectForm(
        request.POST or None,
        instance=access.project,
        may_move=access.may(Permission.PROJECT_CHANGE_INSTITUTION),
    )
    status = _status(form)
    if form.is_valid():
        try:
            describe_project(
                project_id=access.project.pk, by=request.user, **form.cleaned_data
            )
        except EditedMeanwhile as found:
            status = 409
            # The page around the form says what stands.
            access.project.refresh_from_db()
            form.show_clash(found)
        else:
            messages.success(request, _("The description of the project is saved."))
            return redirect("project_overview", access.project.pk)
    context = {"access": access, "project": access.project, "form": form}
    return render(
        request, "questionnaire/projects/project_edit.html", context, status=status
    )


@require_safe
@project_view(Permission.PROJECT_READ)
def plan_read(request, access):
    """The whole plan as a document."""
    record = read_record(access.project.pk)
    context = {
        **project_context(access),
        "plan": compose_plan(record, get_language()),
        "unsent": unsent_of_draft(request, access),
    }
    return render(request, "questionnaire/projects/plan_read.html", context)


def _rows(home, page, user):
    """The projects of a page of the list, with their outlines."""
    outlines = {access.project.pk: outline for access, outline in home.rows}
    others = [access for access in page if access.project.pk not in outlines]
    outlines |= {
        access.project.pk: outline for access, outline in with_outlines(others, user)
    }
    return [(access, outlines[access.project.pk]) for access in page]


def _news(home, user):
    """What others did since my last visit to each project."""
    visits = [
        (access.project, news_since(access.membership))
        for access in home.accesses
        if not access.is_alone and access.may(Permission.PROJECT_ACTIVITY_READ)
    ]
    return read_news(visits, user)


def _feedback(project):
    """The library’s part in a review; reads nothing where it has none."""
    if project.status == ProjectStatus.IN_REVIEW and project.institution_id:
        return newest_request(project)
    return None


def _has_news(access):
    """Whether the project was changed since the member’s last visit."""
    member = access.membership
    if access.is_alone or member is None:
        return False
    may_read = access.may(Permission.PROJECT_ACTIVITY_READ)
    return may_read and access.project.updated_at > news_since(member)


def _status(form):
    """422 for a form with errors, so that scripts notice."""
    return 422 if form.is_bound else 200
