"""Publishing plan templates."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.utils import translation

from questionnaire.actions.templates.description import Text, describe
from questionnaire.actions.templates.publish import (
    BreaksEarlierVersion,
    TemplateAlreadyPublished,
    publish_template,
)
from questionnaire.imports.template_file import read_template_file
from questionnaire.models import (
    Guidance,
    InventedDetails,
    Part,
    PlanTemplate,
    Question,
    Section,
)
from tests.conftest import SHIPPED_TEMPLATE
from tests.template_samples import write_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(tmp_path):
    return read_template_file(write_sample(tmp_path))


def changed(tmp_path, *changes):
    return read_template_file(write_sample(tmp_path, *changes))


def rows():
    models = (PlanTemplate, Section, Question, Part, Guidance)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_published_template_says_what_was_described(sample):
    result = publish_template(sample)

    assert result.created
    assert result.template.published_at is not None
    assert describe(result.template) == sample


def test_publishing_the_same_again_writes_nothing(sample, django_assert_num_queries):
    publish_template(sample)
    before = rows()

    # savepoint, template, sections, questions, parts, guidance, additions, invented
    # details, release
    with django_assert_num_queries(9):
        result = publish_template(sample)

    assert not result.created
    assert rows() == before


def test_an_altered_text_is_refused_and_named(sample, tmp_path):
    publish_template(sample)
    before = rows()
    altered = changed(
        tmp_path,
        ("Où gardez-vous vos notes?", "Où rangez-vous vos notes?"),
        ("Paper burns.", "Paper tears."),
        ("Au bureau.", "Chez moi."),
        ("[bureau]", "[Chez moi]"),
    )

    with pytest.raises(TemplateAlreadyPublished) as caught:
        publish_template(altered)

    assert [str(difference) for difference in caught.value.differences] == [
        "question 1.1, text, fr: "
        "“Où gardez-vous vos notes?” → “Où rangez-vous vos notes?”",
        "question 1.1, guidance “paper”, body, en: “Paper burns.” → “Paper tears.”",
        "question 1.1, additions, example, fr: “Au bureau.” → “Chez moi.”",
    ]
    assert rows() == before


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("required: false", "required: true", "required: “False” → “True”"),
        ("fr: Oui", "fr: Ouais", "options, choices, 1, label, fr: “Oui” → “Ouais”"),
        ("kind: date", "kind: text", "table, columns, 2, kind: “date” → “text”"),
        ('note: "…"', 'note: "!"', "links, 1, note: “…” → “!”"),
        ('publisher: "…"', 'printer: "…"', "source, publisher: “…” → (nothing)"),
        ("errata: [] ", "errata: [slip]", "source, errata, 1: (nothing) → “slip”"),
    ],
)
def test_no_difference_is_too_small_to_be_refused(
    sample, tmp_path, old, new, difference
):
    publish_template(sample)

    with pytest.raises(TemplateAlreadyPublished, match="Version 1.0") as caught:
        publish_template(changed(tmp_path, (old, new)))

    assert difference in str(caught.value)


def test_a_long_text_is_quoted_around_the_change(sample):
    long = replace(sample, audience=Text("a" * 200 + "oui" + "z" * 200, "x"))
    publish_template(long)
    other = replace(sample, audience=Text("a" * 200 + "non" + "z" * 200, "x"))

    with pytest.raises(TemplateAlreadyPublished) as caught:
        publish_template(other)

    (difference,) = caught.value.differences
    assert str(difference) == (
        f"template, audience, fr: “…{'a' * 20}oui{'z' * 37}…” "
        f"→ “…{'a' * 20}non{'z' * 37}…”"
    )


def test_removing_a_question_is_refused(sample):
    publish_template(sample)
    section = sample.sections[0]
    shorter = replace(
        sample, sections=(replace(section, questions=section.questions[:1]),)
    )

    with pytest.raises(
        TemplateAlreadyPublished, match="question 1.2, text, fr: .*nothing"
    ):
        publish_template(shorter)


def test_another_version_is_stored_beside_the_first(sample, tmp_path):
    publish_template(sample)

    result = publish_template(changed(tmp_path, ('version: "1.0"', 'version: "2.0"')))

    assert result.created
    versions = PlanTemplate.objects.filter(slug="field-notes")
    assert sorted(versions.values_list("version", flat=True)) == ["1.0", "2.0"]


@pytest.fixture
def next_sample(sample):
    """Makes the sample's next version, with other parts in its second question."""
    publish_template(sample)
    [section] = sample.sections
    first, second = section.questions

    def make(*parts, slug="sharing-notes"):
        questions = first, replace(second, parts=parts, slug=slug)
        sections = (replace(section, questions=questions),)
        return replace(sample, version="2.0", sections=sections)

    return make, second.parts[:2]


def test_a_part_that_is_kept_keeps_its_kind(next_sample):
    make, (shared, with_whom) = next_sample
    before = rows()
    for language, message in (
        ("en", "question 1.2, part “shared”: it was of kind “choice” in version 1.0"),
        (
            "fr",
            "question 1.2, volet «\u00a0shared\u00a0»\u00a0: il était du genre "
            "«\u00a0choice\u00a0» dans la version 1.0",
        ),
    ):
        with translation.override(language):
            with pytest.raises(BreaksEarlierVersion) as caught:
                publish_template(
                    make(replace(shared, kind="prose", options={}), with_whom)
                )
            assert message in str(caught.value)

    assert rows() == before


def test_a_question_keeps_one_of_its_parts_or_is_another_question(next_sample):
    make, (shared, with_whom) = next_sample
    other = replace(with_whom, position=1, key="other", letter="")

    with pytest.raises(BreaksEarlierVersion, match="1.2 keeps no part of version 1.0"):
        publish_template(make(other))
    assert publish_template(make(other, slug="giving-notes")).created


def test_parts_may_come_and_go(next_sample):
    make, (shared, with_whom) = next_sample
    third = replace(with_whom, position=2, key="until-when")

    assert publish_template(make(shared, third)).created


def test_a_part_that_returns_has_its_former_kind(next_sample):
    make, (shared, with_whom) = next_sample
    publish_template(make(replace(with_whom, position=1, letter="")))
    back = replace(shared, position=2, letter="", kind="prose", options={})

    with pytest.raises(BreaksEarlierVersion, match="“choice” in version 1.0"):
        publish_template(
            replace(
                make(replace(with_whom, position=1, letter=""), back), version="3.0"
            )
        )


def test_a_slug_names_one_question_of_the_whole_template(sample):
    [section] = sample.sections
    twin = replace(section, slug="twin", position=2)

    with pytest.raises(BreaksEarlierVersion, match="“keeping-notes” is used twice"):
        publish_template(replace(sample, sections=(section, twin)))


def test_what_the_database_refuses_leaves_nothing_behind(sample):
    section = sample.sections[0]
    twin = replace(section, slug="twin", questions=())
    twins = replace(sample, sections=(section, twin))
    before = rows()

    with pytest.raises(IntegrityError):
        publish_template(twins)

    assert rows() == before


def test_what_an_example_makes_up_may_be_corrected_under_the_same_version():
    shipped = read_template_file(SHIPPED_TEMPLATE)
    template = publish_template(shipped).template
    [question, *_others] = [each for each in shipped.questions if each.invented]
    corrected = replace_in(shipped, question, {"fr": ["Amélie Gagnon"], "en": []})

    result = publish_template(corrected)

    details = InventedDetails.objects.filter(question__section__template=template)
    assert (result.template, result.created) == (template, False)
    assert details.get(question__slug=question.slug).passages["en"] == []


def replace_in(template, question, invented):
    """The template with other made-up details of an example."""
    return replace(
        template,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(each, invented=invented) if each is question else each
                    for each in section.questions
                ),
            )
            for section in template.sections
        ),
    )
