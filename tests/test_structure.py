"""Imports point down, and no address of a project forgets to ask for a permission.

A module imports from lower floors, or from its left on its own floor; imports
inside functions count. See docs/architecture.md.
"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

PACKAGE = settings.BASE_DIR / "questionnaire"

FLOORS = [
    # Words and contents: nothing here knows of records.
    [
        "vocabulary", "errors", "sentences", "bilingual", "credit", "former_members",
        "lib", "append_only", "content",
    ],
    # Records.
    ["models"],
    # Rules.
    ["permissions", "search", "plan", "queries", "mail", "actions"],
    # Files out and in.
    ["exports", "imports"],
    # What a request needs.
    [
        "refusals", "forms", "carrying", "access", "downloads", "signing_in",
        "accounts",
    ],
    # Entry points.
    [
        "serving", "middleware", "context_processors", "system_checks", "views",
        "templatetags", "management", "administration",
    ],
    # Wiring.
    ["urls", "apps"],
]  # fmt: skip
ENTRY_POINTS = set(FLOORS[5])
POSITIONS = {
    name: (floor, position)
    for floor, names in enumerate(FLOORS)
    for position, name in enumerate(names)
}


def imported_modules(source, package):
    """Absolute names of what a module imports, inside functions too.

    `package` is the dotted name of the package that the module lies in.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                parents = parents[: len(parents) - node.level + 1]
                base = ".".join([*parents, *([base] if base else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def wrong_imports(source, path):
    """What a file of the application imports from where it may not."""
    names = path.with_suffix("").parts
    importer = names[0]
    package = ".".join(("questionnaire", *names[:-1]))
    for module in imported_modules(source, package):
        if not module.startswith("questionnaire."):
            continue
        imported = module.split(".")[1]
        if imported in (importer, "__version__"):
            continue
        if POSITIONS[imported] > POSITIONS[importer]:
            yield f"{path} imports {module}, which is above it"
        elif {imported, importer} <= ENTRY_POINTS:
            yield f"{path} imports {module}, which is another entry point"


def application_files():
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if relative.parts[0] not in ("migrations", "__init__.py"):
            yield relative


def test_every_module_has_a_floor():
    assert {path.with_suffix("").parts[0] for path in application_files()} <= set(
        POSITIONS
    )


def test_the_page_about_the_architecture_draws_these_floors():
    page = (settings.BASE_DIR / "docs/architecture.md").read_text("utf-8")
    drawing = re.search(r"## The floors\n\n.*?```\n(.+?)```", page, re.DOTALL)[1]
    drawn = []
    for line in drawing.splitlines():
        # A floor begins with its number; what it is for stands at the right.
        number, names = line[:3].strip(), line[3:].split("   ")[0]
        if number:
            drawn.insert(0, [])
        drawn[0] += re.findall(r"[a-z_]+", names)
    assert drawn == FLOORS


def test_the_page_about_the_architecture_draws_every_folder():
    page = (settings.BASE_DIR / "docs/architecture.md").read_text("utf-8")
    drawing = re.search(r"```\nquestionnaire/\n(.+?)```", page, re.DOTALL)[1]
    drawn = set(re.findall(r"^  (\S+)", drawing, re.MULTILINE))
    folders = {f"{path.parts[0]}/" for path in application_files() if path.parts[1:]}
    assert {name for name in drawn if name.endswith("/")} == folders
    assert [name for name in drawn if not (PACKAGE / name).exists()] == []


def test_imports_point_down():
    assert [
        fault
        for path in application_files()
        for fault in wrong_imports((PACKAGE / path).read_text("utf-8"), path)
    ] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("models/answer.py", "from questionnaire.forms import answer"),
        ("models/answer.py", "from questionnaire import actions"),
        ("models/answer.py", "import questionnaire.views.answering.answers"),
        ("models/answer.py", "from ..actions.answers import save_version"),
        ("models/answer.py", "def late():\n    from ..actions import answers"),
        ("lib/text.py", "from questionnaire.content import blocks"),
        ("plan/reading.py", "from questionnaire.actions import answers"),
        ("templatetags/page.py", "from questionnaire.views import answers"),
    ],
)
def test_an_import_that_points_up_is_noticed(path, source):
    assert len(list(wrong_imports(source, Path(path)))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("actions/answering/answers.py", "from questionnaire.models import Answer"),
        ("actions/answering/answers.py", "from .common import note"),
        (
            "actions/answering/answers.py",
            "from questionnaire.permissions import Permission",
        ),
        ("views/answering/answers.py", "import json\nfrom django.http import Http404"),
    ],
)
def test_an_import_that_points_down_is_fine(path, source):
    assert list(wrong_imports(source, Path(path))) == []


# --- Addresses --------------------------------------------------------------


def addresses(resolver=None, prefix=""):
    """Every (route, view) of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from addresses(entry, route)


def test_every_address_of_a_project_asks_for_a_permission():
    of_projects = [pair for pair in addresses() if "<uuid:project_id>" in pair[0]]

    assert of_projects
    assert [
        route for route, view in of_projects if not getattr(view, "permission", None)
    ] == []


def test_every_address_of_an_institution_asks_for_a_permission():
    of_institutions = [
        pair for pair in addresses() if "<int:institution_id>" in pair[0]
    ]

    assert of_institutions
    assert [
        route
        for route, view in of_institutions
        if not getattr(view, "institution_permission", None)
    ] == []
