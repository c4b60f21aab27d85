"""The people, the template and the fixtures that tests share.

Amina is a researcher and the principal investigator of her own project; Paul
is the principal investigator of others; Louise is the librarian of their
institution; Omar has nothing to do with any of it. Tests create anything else that
they need by calling the site's own actions.
"""

import os
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from questionnaire import append_only
from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.projects import create_project
from questionnaire.management.catalogues import compile_catalogues
from questionnaire.models import (
    Institution,
    InstitutionRole,
    Membership,
    PlanTemplate,
    Question,
    User,
)
from questionnaire.plan.templates import (
    cache_template,
    clear_template_cache,
    read_template,
)
from questionnaire.vocabulary import InstitutionRoleName, Language, Role
from tests.generated_inputs import choose_profile

# Before modules of tests are read: what they set themselves builds on it.
choose_profile()

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_TEMPLATE = ROOT / "fixtures/plan_templates/open-science-workflows.yaml"
SMALL_TEMPLATE = ROOT / "tests/templates/small.yaml"
TABLES_TEMPLATE = ROOT / "tests/templates/tables.yaml"

# Written once, when the database is made, and the same for every test.
KEPT_TABLES = {"django_content_type", "auth_permission"}

USES_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_configure(config):
    """Compile the French catalogue, so that tests see its current texts."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compile_catalogues(ROOT / "locale")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Give tests of the database both of its aliases; mark the browser's.

    What asks no database is tested once, in the run on SQLite.
    """
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
        marker = item.get_closest_marker("django_db")
        if marker or USES_DATABASE.intersection(item.fixturenames):
            options = dict(marker.kwargs) if marker else {}
            options.setdefault("databases", ["default", "reader"])
            item.add_marker(pytest.mark.django_db(**options), append=False)
    if os.environ["TEST_DATABASE"] == "postgresql":
        without = [each for each in items if not each.get_closest_marker("django_db")]
        items[:] = [each for each in items if each.get_closest_marker("django_db")]
        config.hook.pytest_deselected(items=without)
    result = yield
    # The longest ones first, whatever order pytest-django gives: others fill the
    # time beside them.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    return result


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the database once.

    In the thread of the tests, "reader" is the same connection as "default", because
    another one would not see what a test has not committed. The threads of the live
    server open both.
    """
    with django_db_blocker.unblock():
        connections["reader"] = connections["default"]


# The rows of the shipped template, each model's after those that it refers to.
_SHIPPED_ROWS = []


@pytest.fixture(scope="session")
def _shipped_template(django_db_setup, django_db_blocker):
    """The shipped template, loaded once and outside any test's transaction."""
    with django_db_blocker.unblock():
        load_template(SHIPPED_TEMPLATE)
        rows = {model: list(model.objects.all()) for model in template_models()}
    _SHIPPED_ROWS[:] = rows.items()


def template_models():
    """The models of a template, each after those that it refers to."""
    return [
        model
        for model in apps.get_app_config("questionnaire").get_models()
        if model.__module__ == PlanTemplate.__module__
    ]


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


def empty_tables(test_case):
    """Empty the tables after a test that committed, guarded ones too.

    The shipped template, once loaded, is put back: loading it anew for each test after
    this one would take most of their time.
    """
    connection = connections["default"]
    tables = set(
        connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
    )
    connection.ops.execute_sql_flush(
        [
            *append_only.permit_statements(connection.vendor),
            *connection.ops.sql_flush(no_style(), sorted(tables - KEPT_TABLES)),
            *append_only.revoke_statements(connection.vendor),
        ]
    )
    for model, rows in _SHIPPED_ROWS:
        model.objects.bulk_create(rows)


def load_template(path):
    """Publish the template in `path`, as `manage.py load_template` does."""
    call_command("load_template", str(path), verbosity=0)


@pytest.fixture
def template(_shipped_template, db):
    """The shipped template, published and cached, as on a site in use."""
    found = PlanTemplate.objects.get(slug="open-science-workflows")
    _read_once(found)
    return found


# {(id, date and time of publication): contents} of the template read last.
_SHIPPED = {}


def _read_once(template):
    """Read the template once for all tests, unless it was published anew."""
    key = template.pk, template.published_at
    if key in _SHIPPED:
        cache_template(_SHIPPED[key])
    else:
        _SHIPPED.clear()
        _SHIPPED[key] = read_template(template.pk)


@pytest.fixture
def small_template(db):
    """A template of two sections with every kind of part, published."""
    load_template(SMALL_TEMPLATE)
    return PlanTemplate.objects.get(slug="small")


@pytest.fixture
def tables_template(db):
    """A template that asks for tables, published."""
    load_template(TABLES_TEMPLATE)
    return PlanTemplate.objects.get(slug="tables")


@pytest.fixture
def as_amina(client, people):
    """The test client of Amina, who is the principal investigator."""
    client.force_login(people.amina)
    return client


@pytest.fixture
def tables_project(tables_template, people, institution):
    """Amina’s project of tables; Paul is a contributor to it."""
    project = create_project(
        by=people.amina,
        template=tables_template,
        title="Capteurs du Nord",
        acronym="Capteurs",
        language="fr",
        institution=institution,
    )
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def rows_saved(tables_project, people):
    """A function that saves rows as Amina’s answer to 1.1: (rows), in French."""

    def save(rows, *, by=None, base=0, language="fr"):
        question = Question.objects.prefetch_related("parts").get(
            section__template=tables_project.template_id, slug="datasets"
        )
        return save_version(
            OwnAnswer(
                project_id=tables_project.pk,
                question=question,
                parts=question.parts.all(),
                language=language,
                author=by or people.amina,
            ),
            VersionSave(
                content={"datasets": rows},
                save_id=uuid.uuid4(),
                base=base,
            ),
        ).version

    return save


@pytest.fixture
def institution(db):
    """The university that Amina, Paul and Louise work for."""
    return Institution.objects.create(
        name_fr="Université du Fleuve", name_en="Rivière University"
    )


@pytest.fixture
def people(institution):
    """Amina, Paul, Louise and Omar, each with the password "correct horse"."""
    louise = _person("Louise Roy", Language.FR)
    InstitutionRole.objects.create(
        user=louise, institution=institution, role=InstitutionRoleName.LIBRARIAN
    )
    return SimpleNamespace(
        amina=_person("Amina Diallo", Language.FR),
        paul=_person("Paul Martin", Language.EN),
        louise=louise,
        omar=_person("Omar Haddad", Language.EN),
    )


@pytest.fixture
def project(template, people, institution):
    """Amina's project, without answers; she is its only member."""
    return create_project(
        by=people.amina,
        template=template,
        title="Récits de lichens : mémoires du Nord",
        acronym="Lichens",
        language="fr",
        institution=institution,
        funder="CRSH",
    )


@pytest.fixture
def answer(project, people):
    """A function that saves an answer of Amina's: (label, HTML), French unless said."""

    def save(label, html="<p>Une réponse.</p>", *, language="fr", base=0, by=None):
        section, number = label.split(".")
        question = (
            Question.objects.select_related("section")
            .prefetch_related("parts")
            .get(
                section__template=project.template_id,
                section__position=section,
                number=number,
            )
        )
        return save_version(
            OwnAnswer(
                project_id=project.pk,
                question=question,
                parts=question.parts.all(),
                language=language,
                author=by or people.amina,
            ),
            VersionSave(
                content={part.key: html for part in question.parts.all()},
                save_id=uuid.uuid4(),
                base=base,
            ),
        ).version

    return save


def _person(name, language):
    first_name = name.split()[0].lower()
    return User.objects.create_user(
        f"{first_name}@example.org",
        password="correct horse",
        name=name,
        language=language,
    )


@pytest.fixture(autouse=True)
def no_limit_is_used_up():
    """Limits of requests count in the cache, which all tests of a process share."""
    cache.clear()


@pytest.fixture(autouse=True)
def _clear_template_cache():
    """Clear the templates of the test before, which was rolled back."""
    clear_template_cache()


@pytest.fixture(autouse=True)
def _speak_english():
    """Start every test in English, whatever language the previous one activated."""
    with translation.override(Language.EN.value):
        yield
