"""Adding and changing institutions, appointing and dismissing their librarians."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.access import form_of
from questionnaire.actions.library.faculties import set_faculties
from questionnaire.actions.library.institutions import (
    AlreadyLibrarian,
    CannotAppoint,
    NotALibrarian,
    appoint_librarian,
    create_institution,
    describe_institution,
    dismiss_librarian,
    set_logo,
)
from questionnaire.actions.shared_texts import EditedMeanwhile
from questionnaire.forms.administration import AppointForm, InstitutionForm
from questionnaire.forms.shared_texts import SHOWN
from questionnaire.lib.ids import read_id
from questionnaire.models import Institution, InstitutionLogo, User
from questionnaire.vocabulary import InstitutionRoleName


@require_http_methods(["GET", "POST"])
def institution_new(request):
    """Add an institution to the site."""
    form = InstitutionForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _save(form, None, request.user):
        messages.success(request, _("The institution is added."))
        return redirect("admin:institution_edit", form.instance.pk)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
def institution_edit(request, pk):
    """Change an institution; the same page lists its librarians."""
    institution = get_object_or_404(Institution, pk=pk)
    form = InstitutionForm(
        request.POST or None,
        request.FILES or None,
        instance=Institution.objects.get(pk=pk),
    )
    if form.is_valid() and _save(form, institution, request.user):
        messages.success(request, _("The institution is saved."))
        return redirect("admin:institution_edit", pk)
    return _page(request, form, institution)


@form_of("admin:institution_edit")
def librarian_appoint(request, pk):
    """Make somebody who has an account a librarian of the institution."""
    institution = get_object_or_404(Institution, pk=pk)
    form = AppointForm(request.POST)
    if form.is_valid():
        try:
            appoint_librarian(
                institution_id=pk, user_id=form.person.pk, by=request.user
            )
        except (AlreadyLibrarian, CannotAppoint) as refusal:
            form.add_error("email", refusal.message)
        else:
            text = _("%(name)s is a librarian of this institution now.")
            messages.success(request, text % {"name": form.person})
            return redirect("admin:institution_edit", pk)
    return _page(
        request,
        InstitutionForm(instance=Institution.objects.get(pk=pk)),
        institution,
        appoint=form,
    )


@form_of("admin:institution_edit")
def librarian_dismiss(request, pk):
    """End a librarian's role at the institution."""
    try:
        dismiss_librarian(
            institution_id=pk,
            user_id=read_id(request.POST.get("user", "")),
            by=request.user,
        )
    except NotALibrarian as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("The role has ended; the person is told."))
    return redirect("admin:institution_edit", pk)


def _save(form, institution, by):
    """Write what a valid form says, all or nothing; return whether it was written."""
    description = {
        name: form.cleaned_data[name] for name in InstitutionForm.Meta.fields
    }
    shown = form.cleaned_data.get(SHOWN)
    try:
        with transaction.atomic():
            if institution is None:
                institution = create_institution(by=by, **description)
            else:
                describe_institution(
                    institution_id=institution.pk, by=by, shown=shown, **description
                )
            set_faculties(
                institution_id=institution.pk,
                faculties=form.cleaned_data["faculties"],
                by=by,
                shown=shown,
            )
            if form.cleaned_data["remove_logo"]:
                set_logo(institution_id=institution.pk, content=None, by=by)
            elif form.cleaned_data["logo"]:
                set_logo(
                    institution_id=institution.pk,
                    content=form.cleaned_data["logo"],
                    by=by,
                )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except EditedMeanwhile as found:
        form.show_clash(found)
        return False
    form.instance.pk = institution.pk
    return True


def _page(request, form, institution, appoint=None):
    logo = InstitutionLogo.objects.filter(institution=institution)
    context = {
        # The summary of errors covers this form too.
        "form": appoint if appoint is not None else form,
        "institution_form": form,
        "institution": institution,
        "appoint": appoint if appoint is not None else AppointForm(),
        "logo": logo.values_list("sha256", flat=True).first() if institution else "",
        "librarians": User.objects.filter(
            institution_roles__institution=institution,
            institution_roles__role=InstitutionRoleName.LIBRARIAN,
        ).order_by("name", "pk")
        if institution
        else (),
    }
    status = 422 if context["form"].is_bound else 200
    if form.clashes:
        status = 409
    return render(request, "administration/institution.html", context, status=status)


# (route, view, name)
PAGES = (
    ("institutions/new/", institution_new, "institution_new"),
    ("institutions/<int:pk>/", institution_edit, "institution_edit"),
    (
        "institutions/<int:pk>/librarians/appoint/",
        librarian_appoint,
        "librarian_appoint",
    ),
    (
        "institutions/<int:pk>/librarians/dismiss/",
        librarian_dismiss,
        "librarian_dismiss",
    ),
)
