"""manage.py make_finished_projects: many finished plans, to try exports with."""

import uuid

from django.conf import settings
from django.core.management import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.management.base import StudioCommand
from questionnaire.models import InstitutionRole, PlanTemplate, User
from questionnaire.plan.templates import read_template

# Values to try filters with: four plans of five have the first funder.
_DEPARTMENTS = ("Biologie", "Sociologie", "Histoire", "Chimie", "Musique")
_FUNDERS = ("CRSH", "CRSH", "CRSH", "CRSH", "FRQ")
_SUBJECTS = ("Lichens", "Marées", "Récits", "Alliages", "Chants", "Tourbières")


class Command(StudioCommand):
    help = "Make many small finished plans on a trial site."

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=60)
        parser.add_argument(
            "--template",
            default="open-science-workflows",
            metavar="SLUG",
            help="the template that they are written after",
        )

    def handle(self, *args, count, template, **options):
        """Raises CommandError on a site that is not a trial, or has no institution."""
        if not settings.IS_TRIAL:
            raise CommandError(
                _("This site has a SECRET_KEY: it is no trial, and gets no demo.")
            )
        role = InstitutionRole.objects.select_related("institution").first()
        found = PlanTemplate.objects.filter(slug=template).order_by("published_at")
        if role is None or not found.exists():
            raise CommandError(_("Prepare the site first: manage.py demo."))
        with transaction.atomic():
            make_finished_projects(count, role.institution, found.last())
        self.stdout.write(
            ngettext(
                "%(count)s finished project made.",
                "%(count)s finished projects made.",
                count,
            )
            % {"count": count}
        )


def make_finished_projects(count, institution, template):
    """Start, answer and finish `count` projects through the site's own actions."""
    owner, _is_new = User.objects.get_or_create(
        email="nombreux@example.org", defaults={"name": "Noémie Breux"}
    )
    question = read_template(template.pk).questions[0]
    for number in range(1, count + 1):
        language = "fr" if number % 2 else "en"
        project = create_project(
            by=owner,
            template=template,
            title=f"{_SUBJECTS[number % len(_SUBJECTS)]} {number}",
            language=language,
            institution=institution,
            department=_DEPARTMENTS[number % len(_DEPARTMENTS)],
            funder=_FUNDERS[number % len(_FUNDERS)],
        )
        parts = question.parts.all()
        save_version(
            OwnAnswer(
                project_id=project.pk,
                question=question,
                parts=parts,
                language=language,
                author=owner,
            ),
            VersionSave(
                content={part.key: f"<p>Texte {number}.</p>" for part in parts},
                save_id=uuid.uuid4(),
                base=0,
            ),
        )
        finish_plan(project_id=project.pk, by=owner, accept_gaps=True)
