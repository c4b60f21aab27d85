"""Why an account cannot be treated so, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = {
    "oneself": gettext_lazy("You cannot do this to your own account."),
    "same": gettext_lazy("Choose another account: this is the same one."),
    "administrator": gettext_lazy(
        "This person is a site administrator: end that role first."
    ),
    "last_administrator": gettext_lazy(
        "You are the only administrator of the site: name another one first."
    ),
    "no_administrator": gettext_lazy("This person is no site administrator."),
    "closed": gettext_lazy("This account is closed."),
    "open": gettext_lazy("This account is open already."),
    "merged": gettext_lazy("This account was joined with another one."),
    "erased": gettext_lazy("The data of this account was erased."),
}


def refusal_text(refusal):
    """What an AccountRefusal says to whoever asked."""
    if refusal.reason == "sole_pi":
        return _(
            "Nobody else is principal investigator of these projects; hand them over "
            "first: %(projects)s"
        ) % {"projects": "; ".join(project.title for project in refusal.projects)}
    return _WORDS[refusal.reason]
