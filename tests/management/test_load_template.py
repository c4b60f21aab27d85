"""`manage.py load_template`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from questionnaire.models import PlanTemplate
from tests.template_samples import line_of, write_sample

pytestmark = pytest.mark.django_db


def load(path, **options):
    out = StringIO()
    call_command("load_template", str(path), stdout=out, **options)
    return out.getvalue().strip()


def is_loaded():
    return PlanTemplate.objects.filter(slug="field-notes").exists()


def test_it_says_what_was_loaded_and_then_that_nothing_changed(tmp_path):
    path = write_sample(tmp_path)

    assert load(path) == "Loaded “Field notes” (1.0): 1 section, 2 questions."
    assert load(path) == "Unchanged: “Field notes” (1.0): 1 section, 2 questions."


def test_it_names_the_template_in_the_language_in_use(tmp_path):
    with translation.override("fr"):
        assert "Notes de terrain" in load(write_sample(tmp_path))


def test_its_help_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        call_command("load_template", "--help")

    assert "Check a plan template file and publish it." in capsys.readouterr().out


def test_checking_loads_nothing(tmp_path):
    said = load(write_sample(tmp_path), check=True)

    assert said == "No mistakes in “Field notes” (1.0): 1 section, 2 questions."
    assert not is_loaded()


def test_it_is_silent_when_asked_to_be(tmp_path):
    assert load(write_sample(tmp_path), verbosity=0) == ""
    assert is_loaded()


def test_every_mistake_is_told_and_nothing_is_loaded(tmp_path):
    path = write_sample(
        tmp_path, ("number: 2", "number: 3"), ("{fr: Notes, en: Notes}", "{fr: Notes}")
    )

    with pytest.raises(CommandError) as caught:
        load(path)

    assert str(caught.value).splitlines() == [
        f"2 problems in {path}; nothing was loaded.",
        f"line {line_of('{fr: Notes, en: Notes}')}: “en” is missing",
        f"line {line_of('number: 2')}: expected 2, found 3",
    ]
    assert not is_loaded()


def test_a_published_version_is_not_replaced(tmp_path):
    load(write_sample(tmp_path))

    with pytest.raises(CommandError, match="question 1.1, text, en: .*Where do you"):
        load(write_sample(tmp_path, ("Where do you keep", "Where did you keep")))


def test_a_version_that_answers_could_not_follow_is_not_loaded(tmp_path):
    load(write_sample(tmp_path))

    with pytest.raises(CommandError, match="“shared”: it was of kind “choice”"):
        load(
            write_sample(
                tmp_path,
                ('version: "1.0"', 'version: "2.0"'),
                ("kind: choice        # prose by default", "kind: prose"),
                ("            choices:\n", ""),
                ('              - {value: "yes", label: {fr: Oui, en: "Yes"}}\n', ""),
                ('              - {value: "no", label: {fr: Non, en: "No"}}\n', ""),
            )
        )
    assert not PlanTemplate.objects.filter(version="2.0").exists()


def test_a_file_that_is_not_there_is_told_plainly(tmp_path):
    with pytest.raises(CommandError, match="can’t be read"):
        load(tmp_path / "absent.yaml")
