"""An institution as its librarians see it, and its logo."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questionnaire.access import institution_view
from questionnaire.models import InstitutionLogo, User
from questionnaire.permissions import InstitutionPermission
from questionnaire.vocabulary import InstitutionRoleName

# A logo's address contains its digest, so a new logo has a new address.
_LOGO_AGE = 60 * 60 * 24 * 365


@require_safe
@institution_view(InstitutionPermission.DESK)
def about(request, access):
    """What the site knows about the institution, and its librarians."""
    context = {
        "access": access,
        "institution": access.institution,
        "logo": logo_digest(access.institution),
        "librarians": User.objects.filter(
            institution_roles__institution=access.institution,
            institution_roles__role=InstitutionRoleName.LIBRARIAN,
        ).order_by("name", "pk"),
    }
    return render(request, "questionnaire/library/about.html", context)


@require_safe
@login_required
def logo(request, pk, sha256):
    """The picture with this digest, served as the type that its bytes have."""
    found = get_object_or_404(InstitutionLogo, institution=pk, sha256=sha256)
    return HttpResponse(
        bytes(found.content),
        content_type=found.media_type,
        headers={
            "Cache-Control": f"private, max-age={_LOGO_AGE}, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'",
        },
    )


def logo_digest(institution):
    """The digest of an institution's logo; empty if it has none. One query."""
    found = InstitutionLogo.objects.filter(institution=institution)
    return found.values_list("sha256", flat=True).first() or ""
