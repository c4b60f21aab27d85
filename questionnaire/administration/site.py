"""Where the administration's pages are, and who may open them."""

import functools

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from questionnaire.administration import institutions, lists, people, projects
from questionnaire.models import (
    Event,
    Institution,
    PlanTemplate,
    Project,
    SiteEvent,
    User,
)
from questionnaire.permissions import Forbidden, SitePermission, may_on_site

# {name of the address: (its model, its list)}
LISTS = {
    "institutions": (Institution, lists.InstitutionList),
    "people": (User, lists.PeopleList),
    # Not “projects”, which names the home page.
    "all_projects": (Project, lists.ProjectList),
    "templates": (PlanTemplate, lists.TemplateList),
    "trail": (SiteEvent, lists.SiteTrail),
    "trail_projects": (Event, lists.ProjectTrail),
}

# Where the address differs from its name.
LIST_ROUTES = {"all_projects": "projects", "trail_projects": "trail/projects"}


class StudioAdmin(AdminSite):
    """Django's administration with this site's sign-in, rights and pages."""

    site_title = site_header = _("Administration")
    index_title = _("Administration")
    index_template = "administration/index.html"

    def has_permission(self, request):
        return may_on_site(request.user, SitePermission.ADMIN_PAGES)

    def admin_view(self, view, cacheable=False):
        """Send visitors to the usual sign-in page; answer 404 to anybody else."""

        @functools.wraps(view)
        def opened(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except Forbidden:
                raise Http404 from None

        opened.is_administration = True
        return opened

    def each_context(self, request):
        return {"has_permission": True, "in_administration": True}

    def get_app_list(self, request, app_label=None):
        """Nothing: the index of this site names its pages itself."""
        return []

    def get_urls(self):
        """Only what administrators need: none of Django's forms, no second sign-in."""
        return [
            self._page("", self.index, "index"),
            *(
                self._page(
                    f"{LIST_ROUTES.get(name, name)}/",
                    model_list(model, self).changelist_view,
                    name,
                )
                for name, (model, model_list) in LISTS.items()
            ),
            *(
                self._page(route, view, name)
                for module in (institutions, people, projects)
                for route, view, name in module.PAGES
            ),
        ]

    def _page(self, route, view, name):
        return path(route, self.admin_view(view), name=name)


studio_admin = StudioAdmin(name="admin")
