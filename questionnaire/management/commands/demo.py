"""manage.py demo: fill a trial site with the template and fictional projects."""

import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path

import yaml
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.library.feedback import ask_for_feedback
from questionnaire.actions.library.guidance import GuidanceText, write_guidance
from questionnaire.actions.projects.projects import (
    create_project,
    finish_plan,
    submit_plan,
)
from questionnaire.actions.review.change_requests import (
    RequestedChanges,
    request_changes,
)
from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.actions.team.members import add_member, set_credit_roles
from questionnaire.management.base import StudioCommand
from questionnaire.models import (
    AnswerVersion,
    CannedRemark,
    Institution,
    InstitutionRole,
    PlanTemplate,
    Project,
    User,
)
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Language

TEMPLATE_FILE = (
    settings.BASE_DIR / "fixtures/plan_templates/open-science-workflows.yaml"
)
DEMO_FILE = settings.BASE_DIR / "fixtures/demo.yaml"
PASSWORD = "studio-pgd-demo"  # noqa: S105 (printed for people who try the site)
FEEDBACK_WANTED_IN = timedelta(days=14)
# Retries of one save share an id; the demo derives its ids from what it saves.
_SAVES = uuid.UUID("5f0c4a52-6d0b-4f0e-9d9b-1f6f0a7c2d11")


class Command(StudioCommand):
    help = "Prepare a trial site: the template, fictional people and projects."

    def handle(self, *args, **options):
        """Load what is missing; running it again changes nothing.

        Raises CommandError on a site that is not a trial, where accounts with a
        printed password have no place.
        """
        if not settings.IS_TRIAL:
            raise CommandError(
                _("This site has a SECRET_KEY: it is no trial, and gets no demo.")
            )
        call_command("load_template", str(TEMPLATE_FILE), verbosity=0)
        demo = yaml.safe_load(Path(DEMO_FILE).read_text(encoding="utf-8"))
        with transaction.atomic():
            load_demo(demo)
        # The worker may not be running yet, and search must work from the start.
        call_command("index_plans", verbosity=0, stdout=StringIO())
        for language in Language.values:
            with translation.override(language):
                self.stdout.write(_("Demo accounts (password: %s):") % PASSWORD)
        for person in demo["people"]:
            self.stdout.write(f"  {person['email']}  {person['name']}")


def load_demo(demo):
    """Replay the demo (see fixtures/demo.yaml) through the site's own actions."""
    institution = _institution(demo["institution"])
    people = {
        person["email"]: _person(person, institution) for person in demo["people"]
    }
    librarian = next(
        people[person["email"]]
        for person in demo["people"]
        if person.get("institution_role")
    )
    for text in demo["institution"]["guidance"]:
        _guidance(institution, librarian, text)
    # The first one is replayed last, so that it is the most recently changed.
    for description in reversed(demo["projects"]):
        owner = people[description["owner"]]
        if (
            not Project.objects.of_member(owner)
            .filter(title=description["title"])
            .exists()
        ):
            _project(description, owner, people, institution)


def _institution(description):
    name = description["name"]
    institution, _created = Institution.objects.get_or_create(
        name_fr=name["fr"],
        name_en=name["en"],
        defaults={
            key: description[key] for key in ("ror", "contact_name", "contact_email")
        },
    )
    for remark in description["remarks"]:
        CannedRemark.objects.get_or_create(
            institution=institution,
            title=remark["title"],
            defaults={"body_fr": remark["fr"], "body_en": remark["en"]},
        )
    return institution


def _guidance(institution, librarian, text):
    """Let the librarian write guidance on a question, unless there is some already."""
    slugs = {
        "template_slug": TEMPLATE_FILE.stem,
        "question_slug": text["question"],
    }
    if not institution.local_guidance.filter(**slugs).exists():
        write_guidance(
            institution_id=institution.pk,
            by=librarian,
            text=GuidanceText(**slugs, body_fr=text["fr"], body_en=text["en"], base=0),
        )


def _person(description, institution):
    email = description["email"]
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email,
            PASSWORD,
            name=description["name"],
            language=description["language"],
            orcid=description["orcid"],
            institution_claimed=institution.name_fr,
            is_staff=description.get("administers_site", False),
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role := description.get("institution_role"):
        InstitutionRole.objects.get_or_create(
            user=user, institution=institution, role=role
        )
    return user


def _project(description, owner, people, institution):
    template = PlanTemplate.objects.filter(slug=description["template"]).latest(
        "published_at"
    )
    project = create_project(
        by=owner,
        template=template,
        institution=institution,
        **{
            name: description[name]
            for name in (
                "title",
                "acronym",
                "department",
                "summary",
                "language",
                "funder",
                "grant_number",
                "starts_on",
                "ends_on",
            )
        },
    )
    _team(project, description, owner, people)
    questions = {
        question.label: question for question in read_template(template.pk).questions
    }
    for answer in description["answers"]:
        question = questions[str(answer["question"])]
        author = people[answer.get("author", description["owner"])]
        for base, content in enumerate(answer["versions"]):
            save_version(
                OwnAnswer(
                    project_id=project.pk,
                    question=question,
                    parts=question.parts.all(),
                    language=answer["language"],
                    author=author,
                ),
                VersionSave(
                    content=content,
                    save_id=uuid.uuid5(
                        _SAVES,
                        f"{project.pk} {question.label} {answer['language']} {base}"
                        f" {author.pk}",
                    ),
                    base=base,
                ),
            )
    for each in description.get("decisions", ()):
        _agree(project, owner, questions[str(each["question"])], each, people)
    for each in description.get("requests", ()):
        _ask(project, owner, questions[str(each["question"])], each, people)
    if description.get("review"):
        submit_plan(project_id=project.pk, by=owner)
    if message := description.get("feedback"):
        ask_for_feedback(
            project_id=project.pk,
            by=owner,
            message=message,
            due_on=timezone.localdate() + FEEDBACK_WANTED_IN,
        )
    if description["finish"]:
        finish_plan(project_id=project.pk, by=owner, accept_gaps=True)


def _agree(project, owner, question, description, people):
    """Let the owner agree on what somebody wrote, in each language named."""
    author = people[description["author"]]
    versions = [
        _newest(project, question, author, language)
        for language in description["languages"]
    ]
    decide(
        project_id=project.pk,
        by=owner,
        choices=[
            Choice(question, version.answer.language, version.pk, None)
            for version in versions
        ],
        batch=uuid.uuid5(_SAVES, f"{project.pk} {question.label} agreed"),
    )


def _ask(project, owner, question, description, people):
    """Let the owner ask an author for changes."""
    author = people[description["author"]]
    request_changes(
        project_id=project.pk,
        by=owner,
        asked=RequestedChanges(
            question=question,
            parts=question.parts.all(),
            version_id=_newest(project, question, author, description["language"]).pk,
            body=description["reason"],
            save_id=uuid.uuid5(_SAVES, f"{project.pk} {question.label} asked"),
            suggestion=description["suggestion"],
        ),
    )


def _newest(project, question, author, language):
    return AnswerVersion.objects.filter(
        answer__project=project,
        answer__question=question,
        answer__author=author,
        answer__language=language,
    ).latest("number")


def _team(project, description, owner, people):
    """Make everybody a member of the project, as if they had been invited."""
    if credit_roles := description.get("owner_credit_roles"):
        set_credit_roles(
            project_id=project.pk,
            membership_id=project.memberships.get(user=owner).pk,
            credit_roles=credit_roles,
            by=owner,
        )
    for member in description.get("team", ()):
        add_member(
            project,
            people[member["email"]],
            member["role"],
            by=owner,
            credit_roles=member["credit_roles"],
        )
