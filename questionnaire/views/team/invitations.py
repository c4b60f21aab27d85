"""The page that an invitation links to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.actions.team import invitations
from questionnaire.forms.invited import remember_invited
from questionnaire.models import Membership


@require_http_methods(["GET", "POST"])
def invitation(request, token):
    """Show an invitation, and accept it; a stranger sees nothing of the project."""
    found = invitations.find_invitation(token)
    if found is None:
        return _page(request, "unknown", None, status=404)
    if not request.user.is_authenticated:
        return _for_visitor(request, found)
    if Membership.objects.filter(project=found.project, user=request.user).exists():
        return _is_member(request, found)
    if not invitations.has_confirmed(request.user, found.email):
        return _for_another(request, found)
    if not _is_open(found):
        return _not_open(request, found)
    if request.method == "POST":
        return _accept(request, found, token)
    return _page(request, "open", found)


def _for_visitor(request, found):
    """Ask the visitor to sign in or up, and come back.

    Anybody with the link has read the e-mail, so an account made with its address
    needs no other confirmation.
    """
    if not _is_open(found):
        return _not_open(request, found)
    remember_invited(request, found.email)
    status = 200 if request.method == "GET" else 401
    return _page(request, "visitor", found, status=status)


def _for_another(request, found):
    is_own = found.email.lower() == request.user.email.lower()
    state = "unconfirmed" if is_own else "other_address"
    return _page(request, state, found, status=403)


def _is_member(request, found):
    messages.info(request, _("You are a member of this project already."))
    return redirect("project_overview", found.project_id)


def _accept(request, found, token):
    try:
        invitations.accept_invitation(token=token, by=request.user)
    except invitations.AlreadyMember:
        return _is_member(request, found)
    except invitations.InvitationForAnotherAddress:
        return _for_another(request, found)
    except invitations.InvitationNotOpen:
        found.refresh_from_db()
        return _not_open(request, found)
    text = _("You are now a member of “%(title)s”.")
    messages.success(request, text % {"title": found.project.short_title})
    return redirect("project_overview", found.project_id)


def _is_open(found):
    return not (
        found.accepted_at
        or found.withdrawn_at
        or found.is_expired
        or found.project.is_deleted
    )


def _not_open(request, found):
    if found.accepted_at:
        state = "used"
    elif found.withdrawn_at:
        state = "withdrawn"
    elif found.project.is_deleted:
        state = "deleted"
    else:
        state = "expired"
    return _page(request, state, found, status=410)


def _page(request, state, found, status=200):
    context = {"state": state, "invitation": found}
    return render(request, "questionnaire/team/invitation.html", context, status=status)
