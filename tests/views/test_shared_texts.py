"""A form of what several people edit: an older page resets nobody's text.

Every form class that changes an existing, shared text is walked: two people open its
page, each changes something, and the second one sends what the page had shown before.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.urls import reverse
from lxml import html

from questionnaire.actions.library.faculties import faculty_lines
from questionnaire.actions.projects.partners import partner_lines
from questionnaire.forms.account import ProfileForm
from questionnaire.forms.administration import InstitutionForm, ProjectInstitutionForm
from questionnaire.forms.guidance import GuidanceForm
from questionnaire.forms.library import RemarkForm
from questionnaire.forms.project import NewProjectForm, ProjectForm
from questionnaire.forms.project_copy import ProjectCopyForm
from questionnaire.forms.review import FinishForm
from questionnaire.forms.shared_texts import SharedTextForm
from questionnaire.models import (
    CannedRemark,
    FormDraft,
    Institution,
    LocalGuidance,
    Project,
    SiteEvent,
    User,
)
from tests.questions import page_address
from tests.views.drafts.test_every_long_form import form_classes

# They change what is one person's own, or begin something.
OWN = {ProfileForm, NewProjectForm, ProjectCopyForm}
QUESTION = ("open-science-workflows", "data-responsibility")


@dataclass(frozen=True)
class Editor:
    """A form, the page where it is, and a value for each of its fields.

    `now` reads what is stored: {field: value as a form sends it}.
    """

    form: type[forms.BaseForm]
    who: str
    address: Any
    values: dict[str, str]
    now: Any

    def __str__(self):
        return self.form.__name__


def _fields(record, names):
    return {name: str(getattr(record, name) or "") for name in names}


def _guidance(world):
    newest = LocalGuidance.objects.order_by("-number").first()
    return _fields(newest, ["body_fr", "body_en"])


def _project(world):
    project = Project.objects.get()
    partners = partner_lines(project.partners.all())
    names = [name for name in DESCRIPTION if name != "partners"]
    return {**_fields(project, names), "partners": partners}


def _institution(world):
    institution = Institution.objects.get()
    faculties = faculty_lines(institution.faculties.values_list("name_fr", "name_en"))
    names = [name for name in INSTITUTION if name != "faculties"]
    return {**_fields(institution, names), "faculties": faculties}


DESCRIPTION = {
    "title": "Lichens du Nord",
    "acronym": "Arctique",
    "institution_name": "Rives",
    "department": "Biologie",
    "funder": "CRSNG",
    "grant_number": "1234",
    "starts_on": "2034-04-01",
    "ends_on": "2036-04-01",
    "review_on": "2035-04-01",
    "summary": "Un relevé.\n\nEn deux ans.",
    "partners": "Collège des Rives\nInstitut du Nord",
}
REMARK = {"title": "Où déposer", "body_fr": "Lequel donc?", "body_en": "Which then?"}
INSTITUTION = {
    "name_fr": "Université des Rives du Nord",
    "name_en": "Northern Rives University",
    "contact_name": "La bibliothèque",
    "contact_email": "biblio@rives.example",
    "faculties": "Arts = Fine Arts",
}

EDITORS = [
    Editor(
        ProjectForm,
        "amina",
        lambda world: page_address("project_edit", world.project),
        DESCRIPTION,
        _project,
    ),
    Editor(
        RemarkForm,
        "louise",
        lambda world: reverse(
            "desk_remark", args=[world.institution.pk, world.remark.pk]
        ),
        REMARK,
        lambda world: _fields(CannedRemark.objects.get(), REMARK),
    ),
    Editor(
        GuidanceForm,
        "louise",
        lambda world: reverse(
            "guidance_question", args=[world.institution.pk, *QUESTION]
        ),
        {"body_fr": "Écrivez-nous.", "body_en": "Write to us."},
        _guidance,
    ),
    Editor(
        InstitutionForm,
        "admin",
        lambda world: reverse("admin:institution_edit", args=[world.institution.pk]),
        INSTITUTION,
        _institution,
    ),
    Editor(
        ProjectInstitutionForm,
        "admin",
        lambda world: reverse("admin:project_institution", args=[world.project.pk]),
        {"institution_name": "Collège des Rives"},
        lambda world: _fields(Project.objects.get(), ["institution_name"]),
    ),
    Editor(
        FinishForm,
        "amina",
        lambda world: page_address("finish", world.project),
        {"review_on": "2035-04-01"},
        lambda world: _fields(Project.objects.get(), ["review_on"]),
    ),
]


class World:
    """What the forms edit, and a browser for whoever is named."""

    def __init__(self, client, project, people, institution):
        self.client, self.project, self.institution = client, project, institution
        self.people = people
        people.admin = User.objects.create_user("ada@example.org", is_staff=True)
        self.remark = CannedRemark.objects.create(
            institution=institution, title="Dépôt", body_fr="Lequel?", body_en="Which?"
        )
        LocalGuidance.objects.create(
            institution=institution,
            template_slug=QUESTION[0],
            question_slug=QUESTION[1],
            number=1,
            body_fr="Avant.",
            body_en="Before.",
            written_by=people.louise,
        )

    def open(self, editor):
        """What the form of the page sends, if nothing is typed into it."""
        self.client.force_login(getattr(self.people, editor.who))
        page = self.client.get(editor.address(self)).content.decode()
        name = next(iter(editor.values))
        (form,) = [
            each
            for each in html.fromstring(page).xpath("//form[@method='post']")
            if name in each.fields
        ]
        return {key: value or "" for key, value in form.fields.items()}

    def send(self, editor, shown, **typed):
        return self.client.post(editor.address(self), {**shown, **typed})


@pytest.fixture
def world(client, project, people, institution):
    return World(client, project, people, institution)


def test_every_form_of_a_shared_text_is_walked():
    changing = {
        found
        for found in form_classes()
        if issubclass(found, (forms.ModelForm, SharedTextForm))
    } - {SharedTextForm}

    assert changing - OWN == {each.form for each in EDITORS}
    assert all(issubclass(each.form, SharedTextForm) for each in EDITORS)


@pytest.mark.parametrize("editor", EDITORS, ids=str)
def test_an_older_page_keeps_what_another_person_changed_in_other_fields(world, editor):
    names = list(editor.values)
    for first, second in zip(names, names[1:], strict=False):
        shown = world.open(editor)
        theirs, mine = editor.values[first], editor.values[second]

        assert world.send(editor, shown, **{first: theirs}).status_code == 302
        assert world.send(editor, shown, **{second: mine}).status_code == 302

        now = editor.now(world)
        assert (now[first], now[second]) == (theirs, mine), (first, second)


@pytest.mark.parametrize(
    "editor", [each for each in EDITORS if each.form is not FinishForm], ids=str
)
def test_two_texts_in_the_same_field_are_both_shown_and_nothing_is_saved(world, editor):
    for name, value in editor.values.items():
        shown = world.open(editor)
        mine = "2031-01-01" if name.endswith("_on") else f"mon-{value}"
        world.send(editor, shown, **{name: value})
        before = editor.now(world)
        events = SiteEvent.objects.count()

        clash = world.send(editor, shown, **{name: mine})

        page = html.fromstring(clash.content)
        (banner,) = page.xpath("//section[contains(@class, 'banner--warning')]")
        said = " ".join(banner.text_content().split())
        assert clash.status_code == 409, name
        assert editor.now(world) == before, name
        assert SiteEvent.objects.count() == events
        for word in value.split() + mine.split():
            assert word in said
        # The form has the second text, and sends it on purpose the next time.
        (form,) = [
            each for each in page.xpath("//form[@method='post']") if name in each.fields
        ]
        again = {key: found or "" for key, found in form.fields.items()}
        assert again[name].replace("\r\n", "\n").strip() == mine
        assert world.send(editor, again).status_code == 302
        assert editor.now(world)[name] == mine


@pytest.mark.parametrize("editor", EDITORS[:3], ids=str)
def test_a_clash_keeps_the_others_text_in_fields_that_were_not_changed(world, editor):
    first, second, *_others = editor.values
    shown = world.open(editor)
    theirs = {first: editor.values[first], second: editor.values[second]}
    world.send(editor, shown, **theirs)

    clash = world.send(editor, shown, **{first: "Le mien"})

    page = html.fromstring(clash.content)
    (form,) = [
        each for each in page.xpath("//form[@method='post']") if first in each.fields
    ]
    again = {key: found or "" for key, found in form.fields.items()}
    assert world.send(editor, again).status_code == 302
    now = editor.now(world)
    assert (now[first], now[second]) == ("Le mien", theirs[second])


@pytest.mark.parametrize("editor", EDITORS, ids=str)
def test_what_a_page_had_shown_is_kept_with_the_draft_of_its_form(world, editor):
    """Typed over an older text, it is not taken for a change of the newer one."""
    world.open(editor)
    page = html.fromstring(world.client.get(editor.address(world)).content)
    kept = {name for each in page.xpath("//@data-seen") for name in each.split()}

    if page.xpath("//@data-form-draft"):
        assert kept & {"shown", "base"}


def test_a_text_that_clashes_stays_in_the_draft_of_its_form(world):
    editor = EDITORS[0]
    shown = world.open(editor)
    FormDraft.objects.create(
        owner=world.people.amina,
        project=world.project,
        form="project",
        key=f"{editor.address(world).removeprefix('/en')}#project",
        address=editor.address(world).removeprefix("/en"),
        fields={"summary": "Le mien"},
        saved_at=world.project.updated_at,
        kept_until=world.project.updated_at.replace(year=2999),
    )
    world.send(editor, shown, summary="Le tien")

    clash = world.send(editor, shown, summary="Le mien")

    assert clash.status_code == 409
    assert FormDraft.objects.get().fields == {"summary": "Le mien"}


def test_two_people_who_write_the_same_do_not_clash(world):
    editor = EDITORS[0]
    shown = world.open(editor)

    world.send(editor, shown, title="Lichens du Nord")
    again = world.send(editor, shown, title="Lichens du Nord", acronym="Nord")

    project = Project.objects.get()
    assert again.status_code == 302
    assert (project.title, project.acronym) == ("Lichens du Nord", "Nord")


def test_a_finish_page_of_before_does_not_reset_the_day_of_the_next_review(world):
    editor = EDITORS[-1]
    shown = world.open(editor)
    Project.objects.update(review_on="2036-05-05")

    clash = world.send(editor, shown, review_on="2035-04-01", accept_gaps="1")

    assert clash.status_code in (409, 422)
    assert str(Project.objects.get().review_on) == "2036-05-05"


@pytest.mark.parametrize(
    "shown", ["{", "[]", '"text"', '{"title": ["x"]}', '{"title": "\\ud800"}']
)
def test_what_no_page_of_ours_had_shown_is_refused(world, shown):
    editor = EDITORS[0]
    sent = {**world.open(editor), "shown": shown}

    answer = world.send(editor, sent, title="Lichens")

    assert answer.status_code == 422
    assert Project.objects.get().title != "Lichens"
