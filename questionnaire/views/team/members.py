"""The people of a project: the list, inviting, and one member's page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from questionnaire.access import form_of, project_view
from questionnaire.actions.team import invitations
from questionnaire.actions.team import members as actions
from questionnaire.forms.members import CreditForm, InvitationForm, RoleForm
from questionnaire.models import Membership
from questionnaire.permissions import Permission
from questionnaire.queries.team.roster import read_roster, read_unsent_of
from questionnaire.views.pages import project_context
from questionnaire.vocabulary import Role


@require_http_methods(["GET", "POST"])
@project_view(Permission.MEMBER_LIST, writing=Permission.MEMBER_INVITE)
def members(request, access):
    """List the members and invitations, and invite people."""
    form = InvitationForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid() and _invite(request, access, form):
        # Focus goes to the team, below what became of the invitation.
        return redirect(f"{reverse('members', args=[access.project.pk])}#people")
    return _members_page(request, access, form, status=422 if form.is_bound else 200)


@form_of("members")
@project_view(Permission.MEMBER_INVITE)
def invitation_resend(request, access, invitation_id):
    """Send an invitation again, with a new link; the old one stops working."""
    try:
        invitation = invitations.resend_invitation(
            project_id=access.project.pk, invitation_id=invitation_id, by=request.user
        )
    except invitations.InvitationNotOpen as refusal:
        messages.warning(request, refusal.message)
    except invitations.TooManyInvitations as refusal:
        messages.error(request, refusal.message)
    else:
        text = _("The invitation is on its way again to %(email)s.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("members", access.project.pk)


@form_of("members")
@project_view(Permission.MEMBER_REVOKE_INVITE)
def invitation_withdraw(request, access, invitation_id):
    """Withdraw an invitation."""
    try:
        invitations.withdraw_invitation(
            project_id=access.project.pk, invitation_id=invitation_id, by=request.user
        )
    except invitations.InvitationNotOpen as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("members", access.project.pk)


@require_safe
@project_view(Permission.MEMBER_LIST)
def member(request, access, member_id):
    """One member's role and contributions, and the forms that change them."""
    found = _find_member(access, member_id)
    return _member_page(request, access, found)


@form_of("member")
@project_view(Permission.MEMBER_LIST)
def member_credit(request, access, member_id):
    """Set a member's CRediT roles: one's own or, as the PI, anybody's."""
    form = CreditForm(request.POST)
    if not form.is_valid():
        found = _find_member(access, member_id)
        return _member_page(request, access, found, credit_form=form, status=422)
    return _change(
        request,
        access,
        _("The roles in the research are saved."),
        lambda: actions.set_credit_roles(
            project_id=access.project.pk,
            membership_id=member_id,
            by=request.user,
            **form.cleaned_data,
        ),
    )


@form_of("member")
@project_view(Permission.MEMBER_CHANGE_ROLE)
def member_role(request, access, member_id):
    """Change a member's role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        found = _find_member(access, member_id)
        return _member_page(request, access, found, role_form=form, status=422)
    return _change(
        request,
        access,
        _("The access is changed."),
        lambda: actions.change_role(
            project_id=access.project.pk,
            membership_id=member_id,
            by=request.user,
            **form.cleaned_data,
        ),
    )


@form_of("member")
@project_view(Permission.MEMBER_HAND_OVER)
def member_hand_over(request, access, member_id):
    """Make a member principal investigator in one's own place."""
    return _change(
        request,
        access,
        _("The role of principal investigator is handed over."),
        lambda: actions.hand_over(
            project_id=access.project.pk, membership_id=member_id, by=request.user
        ),
    )


@form_of("member")
@project_view(Permission.MEMBER_REMOVE)
def member_remove(request, access, member_id):
    """Remove a member from the project."""
    return _change(
        request,
        access,
        _("The member is removed. The answers stay."),
        lambda: actions.remove_member(
            project_id=access.project.pk, membership_id=member_id, by=request.user
        ),
    )


@form_of("members")
@project_view(Permission.MEMBER_LEAVE)
def leave(request, access):
    """Leave the project."""
    actions.leave(project_id=access.project.pk, by=request.user)
    text = _("You have left the project “%(title)s”. Your answers stay.")
    messages.success(request, text % {"title": access.project.short_title})
    return redirect("projects")


@form_of("members")
@project_view(Permission.MEMBER_MUTE)
def mute(request, access):
    """Turn one's e-mail about the project off, or on again."""
    is_muted = request.POST.get("muted") == "1"
    actions.set_muted(project_id=access.project.pk, is_muted=is_muted, by=request.user)
    if is_muted:
        messages.success(request, _("You get no more mail about this project."))
    else:
        messages.success(request, _("You get mail about this project again."))
    return redirect("members", access.project.pk)


def _invite(request, access, form):
    """Invite as the form says; return whether it worked, else the form has errors."""
    try:
        sent = invitations.invite(
            project_id=access.project.pk,
            by=request.user,
            emails=form.cleaned_data["emails"],
            offer=form.offer(),
        )
    except invitations.CannotInviteSeveral as refused:
        form.add_error("emails", [str(each.message) for each in refused.refusals])
    except (invitations.CannotInvite, invitations.TooManyInvitations) as refusal:
        form.add_error("emails", refusal.message)
    else:
        emails = ", ".join(invitation.email for invitation in sent)
        text = _("The invitation is on its way to %(emails)s.")
        messages.success(request, text % {"emails": emails})
        return True
    return False


def _change(request, access, done, action):
    """Run an action on a member, and go back to the list with the message `done`."""
    try:
        action()
    except actions.LastPrincipalInvestigator as refusal:
        messages.error(request, refusal.message)
        form = InvitationForm(initial={"language": get_language()})
        return _members_page(request, access, form, status=409)
    messages.success(request, done)
    return redirect("members", access.project.pk)


def _find_member(access, member_id):
    found = (
        Membership.objects.select_related("user")
        .filter(project=access.project, pk=member_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _members_page(request, access, form, status):
    context = {
        **project_context(access),
        "roster": read_roster(
            access.project,
            with_invitations=access.may(Permission.MEMBER_LIST_INVITES),
        ),
        "unsent": read_unsent_of(access.project, request.user)
        if access.may(Permission.MEMBER_LEAVE)
        else [],
        "form": form,
        "language": get_language(),
    }
    return render(request, "questionnaire/team/members.html", context, status=status)


def _member_page(
    request, access, found, *, role_form=None, credit_form=None, status=200
):
    is_self = found.user_id == request.user.pk
    may_change = access.may(Permission.MEMBER_CHANGE_ROLE)
    if may_change and role_form is None:
        role_form = RoleForm(initial={"role": found.role})
    if (is_self or may_change) and credit_form is None:
        credit_form = CreditForm(initial={"credit_roles": found.credit_roles})
    context = {
        **project_context(access),
        "member": found,
        "is_self": is_self,
        "unsent": read_unsent_of(access.project, found.user)
        if access.may(Permission.ANSWER_KNOW_UNSENT) and may_change
        else [],
        "role_form": role_form,
        "credit_form": credit_form,
        "can_take_over": access.may(Permission.MEMBER_HAND_OVER)
        and not is_self
        and found.role != Role.PI,
    }
    return render(request, "questionnaire/team/member.html", context, status=status)
