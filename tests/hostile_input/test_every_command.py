"""Texts that enter by commands pass the same check as those of forms."""

import pytest
from django.core.management import CommandError, call_command

from questionnaire.models import PlanTemplate, User
from tests.conftest import ROOT

ESCAPES = {"\\0": "U+0000", "\\ud83d": "U+D83D", "\\uFFFE": "U+FFFE", "�": "U+FFFD"}


@pytest.mark.parametrize(("escape", "sign"), ESCAPES.items(), ids=ESCAPES.values())
def test_a_template_file_with_what_cannot_be_stored_is_refused_by_line(
    db, tmp_path, escape, sign
):
    file = tmp_path / "template.yaml"
    text = (ROOT / "tests/templates/holdings.yaml").read_text("utf-8")
    line = text[: text.index("Les tests.")].count("\n") + 1
    file.write_text(text.replace("Les tests.", f"Les{escape} tests."), "utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("load_template", str(file))

    [problem] = [each for each in str(refusal.value).splitlines() if sign in each]
    assert str(line) in problem

    assert not PlanTemplate.objects.filter(slug="holdings").exists()


@pytest.mark.parametrize("name", ["Ada\u202eecalevoL", "Ada\ud83d", "Ada\nBcc: x"])
def test_the_first_administrator_gets_no_name_that_a_form_would_refuse(db, name):
    with pytest.raises(CommandError, match="caractère|character"):
        call_command(
            "createsuperuser", email="ada@example.org", name=name, interactive=False
        )

    assert not User.objects.exists()
