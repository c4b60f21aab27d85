"""Read-only lists for administrators, with search and filters."""

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.decorators import display
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from questionnaire.forms.fields import LineField
from questionnaire.lib.dates import moment_text
from questionnaire.models import Institution, User
from questionnaire.permissions import SitePermission, may_on_site
from questionnaire.sentences import LABELS
from questionnaire.vocabulary import InstitutionRoleName

ROWS_PER_PAGE = 50
_LONGEST_SEARCH = 200


class SearchForm(forms.Form):
    """What a list is searched for, with this site's check of text."""

    q = LineField(required=False, max_length=_LONGEST_SEARCH)


class SearchableList(ChangeList):
    search_form_class = SearchForm


class ReadOnlyList(ModelAdmin):
    """A list of rows to read; changes are made on pages of their own."""

    permission = SitePermission.ADMIN_PAGES
    list_per_page = ROWS_PER_PAGE
    list_max_show_all = ROWS_PER_PAGE
    show_full_result_count = False
    list_display_links = None
    actions = None
    change_list_template = "administration/list.html"
    list_name = title = lead = ""
    search_label = gettext_lazy("Search")

    def get_changelist(self, request, **kwargs):
        return SearchableList

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return may_on_site(request.user, self.permission)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        context = {
            "page_title": self.title,
            "lead": self.lead,
            "search_label": self.search_label,
            **(extra_context or {}),
        }
        return require_safe(super().changelist_view)(request, extra_context=context)


class InstitutionList(ReadOnlyList):
    list_name = "institutions"
    title = gettext_lazy("Institutions")
    lead = gettext_lazy("Their names, logos, contacts and librarians.")
    search_fields = ("name_fr", "name_en", "ror")
    search_label = gettext_lazy("Name or ROR")
    list_display = ("name", "ror", "librarians", "project_count")
    ordering = ("name_fr", "pk")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                librarian_count=Count(
                    "roles",
                    filter=Q(roles__role=InstitutionRoleName.LIBRARIAN),
                    distinct=True,
                ),
                of_projects=Count("projects", distinct=True),
            )
        )

    @display(description=gettext_lazy("Institution"), ordering="name_fr")
    def name(self, institution):
        return link("institution_edit", institution.pk, institution.name)

    @display(description=gettext_lazy("Librarians"), ordering="librarian_count")
    def librarians(self, institution):
        return institution.librarian_count

    @display(description=gettext_lazy("Projects"), ordering="of_projects")
    def project_count(self, institution):
        return institution.of_projects


class PeopleList(ReadOnlyList):
    list_name = "people"
    permission = SitePermission.USER_SEARCH
    title = gettext_lazy("People")
    lead = gettext_lazy(
        "Everybody who has an account. Open one to close it, to join it with another, "
        "or to hand out or erase what it holds."
    )
    search_fields = ("name", "email", "orcid")
    search_label = gettext_lazy("Name, address or ORCID iD")
    list_display = ("person", "email", "state", "joined")
    list_filter = ("is_active", "is_staff", "language")
    ordering = ("name", "pk")

    @display(description=gettext_lazy("Name"), ordering="name")
    def person(self, user):
        return link("person", user.pk, user)

    @display(description=gettext_lazy("State"), ordering="is_active")
    def state(self, user):
        return account_state(user)

    @display(description=gettext_lazy("Since"), ordering="date_joined")
    def joined(self, user):
        return moment_text(user.date_joined)


class ProjectList(ReadOnlyList):
    list_name = "projects"
    title = gettext_lazy("Projects")
    lead = gettext_lazy(
        "The line of every project. Opening a plan leaves a trace in its activity, "
        "which its team reads."
    )
    search_fields = ("title", "acronym", "memberships__user__email")
    search_label = gettext_lazy("Title, short name or address of a member")
    list_display = ("project", "of_institution", "state", "changed", "row_actions")
    list_filter = ("status", "institution")
    list_select_related = ("institution",)
    ordering = ("-updated_at", "pk")

    @display(description=gettext_lazy("Project"), ordering="title_key")
    def project(self, project):
        return link("project_overview", project.pk, project.title, of_admin=False)

    @display(description=gettext_lazy("Institution"), ordering="institution__name_fr")
    def of_institution(self, project):
        return project.institution_label

    @display(description=gettext_lazy("State"), ordering="status")
    def state(self, project):
        """The state of the plan, or what became of its project."""
        if project.erased_at:
            return _("Erased")
        if project.is_deleted:
            return pgettext("project", "Deleted")
        if project.is_archived:
            return pgettext("project", "Archived")
        return project.get_status_display()

    @display(description=gettext_lazy("Last change"), ordering="updated_at")
    def changed(self, project):
        return moment_text(project.updated_at)

    @display(description=gettext_lazy("Actions"))
    def row_actions(self, project):
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("admin:project_institution", args=[project.pk]),
            _("Change institution"),
            project.title,
        )


class TemplateList(ReadOnlyList):
    list_name = "templates"
    title = gettext_lazy("Templates")
    lead = gettext_lazy(
        "A published template is never changed; another version is loaded with "
        "manage.py load_template."
    )
    list_display = ("template_title", "which_version", "published", "project_count")
    ordering = ("slug", "-published_at", "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(of_projects=Count("projects"))

    @display(description=gettext_lazy("Template"), ordering="slug")
    def template_title(self, template):
        return template.title

    @display(description=gettext_lazy("Version"), ordering="version")
    def which_version(self, template):
        return template.version

    @display(description=gettext_lazy("Published"), ordering="published_at")
    def published(self, template):
        moment = template.published_at
        return moment_text(moment) if moment else _("Not published")

    @display(description=gettext_lazy("Projects"), ordering="of_projects")
    def project_count(self, template):
        return template.of_projects


class NamedTargets(SearchableList):
    """A page of the site's trail, with the names of the people and things acted on.

    Two queries, however many rows the page has.
    """

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        named = {
            "user": User.objects.in_bulk(self._ids("user")),
            "institution": Institution.objects.in_bulk(self._ids("institution")),
        }
        for event in self.result_list:
            kind, _colon, pk = event.target.partition(":")
            found = named.get(kind, {}).get(int(pk)) if pk.isdecimal() else None
            told = found or event.data.get("title") or event.target
            event.target_name = str(told)

    def _ids(self, kind):
        return {
            int(event.target.partition(":")[2])
            for event in self.result_list
            if event.target.partition(":")[0] == kind
            and event.target.partition(":")[2].isdecimal()
        }


class TrailList(ReadOnlyList):
    """Events, newest first, each with its time and its author."""

    permission = SitePermission.TRAIL_READ
    ordering = ("-pk",)

    @display(description=gettext_lazy("When"), ordering="pk")
    def when(self, event):
        return moment_text(event.at)

    @display(description=gettext_lazy("Who"))
    def person(self, event):
        return event.actor or _("DMP Studio")


class SiteTrail(TrailList):
    list_name = "trail"
    title = gettext_lazy("Trail of the site")
    lead = gettext_lazy(
        "What administrators did, appended and never changed. What happens in "
        "projects has a list of its own."
    )
    search_fields = ("actor__name", "actor__email", "=target")
    search_label = gettext_lazy("Name or address of who did it")
    list_display = ("when", "person", "what", "to_whom")
    list_filter = ()
    list_select_related = ("actor",)

    def get_changelist(self, request, **kwargs):
        return NamedTargets

    @display(description=gettext_lazy("What"))
    def what(self, event):
        return verb_label(event.verb)

    @display(description=gettext_lazy("To whom or what"))
    def to_whom(self, event):
        return event.target_name


class ProjectTrail(TrailList):
    list_name = "trail_projects"
    title = gettext_lazy("Trail of the projects")
    lead = gettext_lazy("Who did what in which project, without the texts.")
    search_fields = ("actor__name", "actor__email", "project__title")
    search_label = gettext_lazy("Name, address or title of a project")
    list_display = ("when", "person", "what", "in_project")
    list_select_related = ("actor", "project")

    @display(description=gettext_lazy("What"))
    def what(self, event):
        return verb_label(event.verb)

    @display(description=gettext_lazy("Project"))
    def in_project(self, event):
        return event.project.title


def account_state(user):
    """The state of an account in a few words: active, unconfirmed, closed…"""
    if user.erased_at:
        return _("Erased")
    if user.merged_into_id:
        return _("Joined with another account")
    if not user.is_active:
        return _("Closed")
    return _("Site administrator") if user.is_staff else _("Open")


def verb_label(verb):
    """What was done, in words; the stored verb when it has no wording."""
    return LABELS.get(verb, verb)


def link(name, pk, text, *, of_admin=True):
    address = reverse(f"admin:{name}" if of_admin else name, args=[pk])
    return format_html('<a href="{}">{}</a>', address, text)
