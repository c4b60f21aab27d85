"""The template that the site ships, whole and word for word; and the demonstration."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from questionnaire.actions.templates.description import describe
from questionnaire.append_only import purging
from questionnaire.content.blocks import List, Paragraph, Quotation
from questionnaire.content.invented import details_of, invented_left, without_names
from questionnaire.content.prose import blocks_to_text, clean_prose, prose_blocks
from questionnaire.credit import CREDIT_ROLES
from questionnaire.forms.answer import examples_by_letter
from questionnaire.imports.template_file import read_template_file
from questionnaire.lib.orcid import validate_orcid
from questionnaire.models import (
    FeedbackRequest,
    Guidance,
    Institution,
    Part,
    PlanTemplate,
    Project,
    Question,
    QuestionAddition,
    Section,
)
from questionnaire.search import matching
from questionnaire.vocabulary import ProjectStatus

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
TEMPLATES = sorted((FIXTURES / "plan_templates").glob("*.yaml"))
SHIPPED = FIXTURES / "plan_templates/open-science-workflows.yaml"
SENTENCES = (ROOT / "tests/golden/template_sentences.fr.txt").read_text("utf-8")
# A Markdown link, and the addresses of a text.
_LINK = re.compile(r"\]\(([^)]*)\)")


# --- The template -------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_file_is_free_of_mistakes(path):
    assert read_template_file(path).questions


def test_the_template_has_its_sections_questions_and_parts(template):
    questions = Question.objects.filter(section__template=template)
    labels = [
        question.label
        for question in questions.select_related("section").order_by(
            "section__position", "number"
        )
    ]
    parts = Part.objects.filter(question__section__template=template)

    assert template.sections.count() == 6
    assert labels == [
        f"{section}.{number}"
        for section, size in enumerate([3, 3, 4, 3, 5, 3], 1)
        for number in range(1, size + 1)
    ]
    assert parts.filter(key="answer", letter="", label_fr="").count() == 19
    assert [
        (part.question.label, part.letter)
        for part in parts.exclude(key="answer").order_by("question", "position")
    ] == [*(("2.2", each) for each in "ABCD"), *(("2.3", each) for each in "ABC")]
    assert set(parts.values_list("kind", flat=True)) == {"prose"}


@pytest.mark.parametrize("sentence", SENTENCES.splitlines(), ids=lambda text: text[:30])
def test_every_french_paragraph_of_the_source_is_there_word_for_word(
    template, sentence
):
    assert sentence in _french_paragraphs(template)


def test_nothing_is_added_to_the_french_source(template):
    assert _french_paragraphs(template) == set(SENTENCES.splitlines())


def _french_paragraphs(template):
    """Paragraphs of every French column that renders the source."""
    texts = [template.title_fr, template.summary_heading_fr, template.summary_fr]
    for queryset, columns in (
        (template.sections, ["title_fr"]),
        (Question.objects.filter(section__template=template), ["text_fr"]),
        (Part.objects.filter(question__section__template=template), ["label_fr"]),
        (
            Guidance.objects.filter(question__section__template=template),
            ["title_fr", "body_fr"],
        ),
    ):
        for row in queryset.values_list(*columns):
            texts.extend(row)
    return {
        line.strip() for text in texts for line in text.splitlines() if line.strip()
    }


def test_every_guidance_block_has_a_title_and_a_text_in_both_languages(template):
    blocks = Guidance.objects.filter(question__section__template=template)

    assert blocks.count() == 23
    for block in blocks.select_related("question__addition"):
        fallback = block.question.addition.guidance_titles.get(block.slug, {})
        for code in ("fr", "en"):
            title = getattr(block, f"title_{code}") or fallback.get(code)
            assert title, block
            assert getattr(block, f"body_{code}"), block


def test_links_stand_in_both_languages_and_say_where_they_come_from(template):
    blocks = Guidance.objects.filter(question__section__template=template)
    links = [(block, link) for block in blocks for link in block.links]

    assert len(links) == 27
    for block, link in links:
        assert link["origin"] in ("printed", "supplied")
        assert f"]({link['url']['fr']})" in block.body_fr
        assert f"]({link['url']['en']})" in block.body_en
    for block in blocks:
        for code in ("fr", "en"):
            listed = {link["url"][code] for link in block.links}
            assert set(_LINK.findall(getattr(block, f"body_{code}"))) == listed


def test_the_source_its_rights_and_its_slips_are_told(template):
    assert template.doi == "10.5281/zenodo.4092122"
    assert "Portage" in template.source["publisher"]["fr"]
    assert "check the Zenodo record" in template.source["licence"]["en"]
    everything = "\n".join(_french_paragraphs(template))
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", everything)
    assert len(template.source["errata"]) == 14
    for slip in template.source["errata"]:
        for piece in slip["printed"].split("[…]"):
            assert piece.strip() in plain


def test_every_question_has_a_hint_and_an_example_in_both_languages(template):
    additions = QuestionAddition.objects.filter(question__section__template=template)

    assert additions.exclude(hint_fr="").exclude(example_en="").count() == 21
    assert additions.exclude(table={}).count() == 19


def test_examples_by_letter_are_split_by_part(template):
    for question in Question.objects.filter(section__template=template):
        letters = [part.letter for part in question.parts.all() if part.letter]
        for code in ("fr", "en"):
            text = getattr(question.addition, f"example_{code}")
            assert list(examples_by_letter(text, letters)) == letters


def test_a_text_without_the_letters_asked_for_is_not_split():
    assert examples_by_letter("A. One. B. Two.", ["A", "B"]) == {
        "A": "One.",
        "B": "Two.",
    }
    assert examples_by_letter("A. One. C. Two.", ["A", "B"]) == {}
    assert examples_by_letter("One.", ["A"]) == {}


# --- The Django fixture -------------------------------------------------------


def test_the_django_fixture_equals_the_template_file(template):
    with purging():
        for model in (
            QuestionAddition,
            Guidance,
            Part,
            Question,
            Section,
            PlanTemplate,
        ):
            model.objects.all().delete()

    call_command("loaddata", "open_science_workflows", verbosity=0)

    loaded = PlanTemplate.objects.get(slug="open-science-workflows")
    assert loaded.published_at is not None
    assert describe(loaded) == read_template_file(SHIPPED)


def test_the_django_fixture_holds_no_integer_keys():
    text = (FIXTURES / "open_science_workflows.json").read_text("utf-8")

    assert '"pk"' not in text


# --- The demonstration --------------------------------------------------------


@pytest.fixture(scope="module")
def demo():
    return yaml.safe_load((FIXTURES / "demo.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def parts_by_label():
    description = read_template_file(SHIPPED)
    return {
        f"{section.position}.{question.number}": {part.key for part in question.parts}
        for section in description.sections
        for question in section.questions
    }


def test_the_demonstration_answers_questions_that_exist(demo, parts_by_label):
    for project in demo["projects"]:
        for answer in project["answers"]:
            for version in answer["versions"]:
                assert version
                assert version.keys() <= parts_by_label[answer["question"]]


def test_the_answers_of_the_demonstration_are_stored_as_they_are_written(demo):
    for html in _answers(demo):
        assert clean_prose(html) == html.replace("\u00a0", "&nbsp;")


def test_the_demonstration_shows_lists_links_quotations_and_emphasis(demo):
    blocks = [block for html in _answers(demo) for block in prose_blocks(html)]

    assert {type(block) for block in blocks} == {Paragraph, List, Quotation}
    everything = "".join(_answers(demo))
    for tag in ("p", "strong", "em", "ul", "ol", "li", "a", "blockquote", "br"):
        assert re.search(rf"<{tag}[ >]", everything), tag


def test_the_answers_of_the_demonstration_have_nothing_that_examples_made_up(demo):
    made_up = {
        f"{section.position}.{question.number}": [
            detail
            for language, passages in question.invented.items()
            for detail in details_of(
                getattr(question.addition.example, language), passages
            )
        ]
        for section in read_template_file(SHIPPED).sections
        for question in section.questions
    }
    people = {person["name"] for person in demo["people"]}
    for project in demo["projects"]:
        for answer in project["answers"]:
            details = without_names(made_up[answer["question"]], people)
            for version in answer["versions"]:
                for html in version.values():
                    text = blocks_to_text(prose_blocks(html))
                    assert invented_left(text, details) == []


def test_one_plan_is_in_mid_work_one_is_finished_and_one_is_in_english(
    demo, parts_by_label
):
    under_way, finished, english, in_review = demo["projects"]

    assert _counts(under_way) == {"fr": 14, "en": 5}
    assert sum(len(answer["versions"]) > 1 for answer in under_way["answers"]) == 4
    finished_ones = [each["finish"] for each in demo["projects"]]
    assert finished_ones == [False, True, False, False]
    assert in_review["review"]
    assert in_review["feedback"]
    for language in ("fr", "en"):
        answered = {
            answer["question"]: answer["versions"][-1].keys()
            for answer in finished["answers"]
            if answer["language"] == language
        }
        assert answered == parts_by_label
    assert _counts(english) == {"en": 4}


def test_the_librarian_of_the_demonstration_has_something_to_do(db, settings):
    settings.IS_TRIAL = True
    for _time in range(2):
        call_command("demo", stdout=StringIO())
    institution = Institution.objects.get()

    assert institution.canned_remarks.count() == 3
    [request] = FeedbackRequest.objects.all()
    assert request.is_open
    assert request.project.status == ProjectStatus.IN_REVIEW
    found = matching(Project.objects.all(), "chantiers wav")
    assert [each.acronym for each in found] == ["Marées et mémoires"]


def test_the_people_of_the_demonstration_are_fictional_and_known(demo):
    emails = [person["email"] for person in demo["people"]]

    assert all(email.endswith(".example") for email in emails)
    assert all(project["owner"] in emails for project in demo["projects"])
    for project in demo["projects"]:
        team = {member["email"] for member in project.get("team", ())}
        assert team <= set(emails)
        authors = {
            answer.get("author", project["owner"]) for answer in project["answers"]
        }
        assert authors == {project["owner"]} | team
        for member in project.get("team", ()):
            assert set(member["credit_roles"]) <= set(CREDIT_ROLES)
    for person in demo["people"]:
        if person["orcid"]:
            validate_orcid(person["orcid"])


def _answers(demo):
    return [
        html
        for project in demo["projects"]
        for answer in project["answers"]
        for version in answer["versions"]
        for html in version.values()
    ]


def _counts(project):
    return Counter(answer["language"] for answer in project["answers"])
