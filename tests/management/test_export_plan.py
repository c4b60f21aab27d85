"""manage.py export_plan: a plan as a file, from the shell."""

import uuid

import pytest
from django.core.management import CommandError, call_command

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.exports.store import files
from questionnaire.exports.store.rendering import RenderingTooLong


@pytest.fixture
def project(small_template, people):
    return create_project(
        by=people.amina, template=small_template, title="Lichens", language="en"
    )


@pytest.fixture
def asked(monkeypatch):
    """What children were asked to render; they answer with "%PDF"."""
    jobs = []

    def render(_slot, record, file_format, language, options):
        jobs.append((record["edition"], file_format, language, options.as_data()))
        return b"%PDF"

    monkeypatch.setattr(files, "render_in_slot", render)
    return jobs


def test_the_plan_is_written_to_the_file(project, asked, tmp_path, capsys):
    target = tmp_path / "plan.pdf"

    call_command("export_plan", str(project.pk), language="fr", output=target)

    assert target.read_bytes() == b"%PDF"
    assert asked[0][:3] == (None, "pdf", "fr")
    assert list(tmp_path.iterdir()) == [target]
    assert "4 bytes" in capsys.readouterr().out


def test_options_reach_the_export(project, people, asked, tmp_path):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    call_command(
        "export_plan", str(project.pk), "--format=docx", "--language=en",
        f"--output={tmp_path / 'plan.docx'}", "--edition=1", "--guidance",
        "--no-unanswered", "--no-contributors",
    )  # fmt: skip

    options = {
        "guidance": True,
        "unanswered": False,
        "contributors": False,
        "provenance": False,
        "review_record": False,
    }
    assert asked == [(1, "docx", "en", options)]


def test_the_list_names_projects_and_their_editions(project, people, capsys):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    call_command("export_plan", list=True)

    assert capsys.readouterr().out == f"{project.pk}  Lichens  [1]\n"


@pytest.mark.parametrize(
    ("name", "options", "complaint"),
    [
        ("not-a-uuid", {}, "is not the UUID of a project"),
        (str(uuid.UUID(int=1)), {}, "There is no project"),
        (None, {"edition": 3}, "has no edition 3"),
        (None, {"output": "missing/plan.pdf"}, "can’t be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    project, asked, tmp_path, name, options, complaint
):
    target = tmp_path / options.pop("output", "plan.pdf")

    with pytest.raises(CommandError, match=complaint):
        call_command("export_plan", name or str(project.pk), output=target, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_project_and_a_file_must_be_named(db):
    with pytest.raises(CommandError, match="--list"):
        call_command("export_plan")


def test_a_failure_leaves_no_file(project, monkeypatch, tmp_path):
    def fail(*_args):
        raise RenderingTooLong("late")

    monkeypatch.setattr(files, "render_in_slot", fail)

    with pytest.raises(CommandError, match="too long"):
        call_command("export_plan", str(project.pk), output=tmp_path / "plan.pdf")
    assert list(tmp_path.iterdir()) == []
