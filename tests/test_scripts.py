"""Scripts: what they may import, what pages start, and how they become one file."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from dmp_site import scripts

STATIC = settings.BASE_DIR / "static"
DRAFTS = f"{scripts.FOLDER}drafts"
TEMPLATES = settings.BASE_DIR / "templates"
PATHS = sorted(
    path.relative_to(STATIC).as_posix()
    for path in (STATIC / scripts.FOLDER).rglob("*.js")
    # Runs before the first paint, and therefore before all modules.
    if path.name != "theme.js"
)
PAGE_SCRIPTS = [path for path in PATHS if scripts.is_page_script(path)]
# A folder imports from those before it; the other subjects stand last, side by side.
FLOORS = ["shared", "content", "site", "drafts", "library", "conversation"]


def read(path):
    return (STATIC / path).read_text("utf-8")


def parsed(path):
    return scripts.parse(scripts.name_of(path), read(path))


def imports_of(path):
    module = parsed(path)
    return [name for *_, name in module.imports] + list(module.on_demand)


def folder_of(name):
    return name.removeprefix(scripts.NAMESPACE).split("/")[0]


def floor_of(folder):
    return FLOORS.index(folder) if folder in FLOORS else len(FLOORS)


def test_a_form_has_all_that_an_autosave_asks_of_its_field():
    """Both an answer's field and a form's are saved by the same Autosave."""
    asked = set(re.findall(r"\bfield\.(\w+)", read(f"{DRAFTS}/autosave.js")))
    form = read(f"{DRAFTS}/form_fields.js")
    has = set(re.findall(r"^  (?:get |async )?(\w+)\(", form, re.MULTILINE))
    has |= set(re.findall(r"\bthis\.(\w+) = ", form))
    # Of answers only: saving a form's text is composed in form_autosave.js.
    composed = {"translates", "template"}

    assert len(asked) > 8
    assert asked - has - composed - {"key"} == set()


# --- The modules ----------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_what_a_module_imports_is_there(path):
    for name in imports_of(path):
        assert (STATIC / scripts.path_of(name)).exists(), f"{path} imports {name}"


@pytest.mark.parametrize("path", PATHS)
def test_a_module_imports_from_floors_below_it_or_from_its_own_folder(path):
    folder = folder_of(scripts.name_of(path))
    for name in imports_of(path):
        below = floor_of(folder_of(name)) < floor_of(folder)
        assert name in scripts.LIBRARIES or folder_of(name) == folder or below, (
            f"{path} imports {name}"
        )


@pytest.mark.parametrize("path", sorted(set(PATHS) - set(PAGE_SCRIPTS)))
def test_a_module_only_declares(path):
    beginning = re.compile(r"(async function|function|class|const|let) |[})\]]")

    acting = [
        line
        for line in parsed(path).body.splitlines()
        if line[0] not in " \t" and not beginning.match(line)
    ]

    assert acting == []


def test_pages_start_the_scripts_that_there_are():
    named = re.compile(r'{% page_script "([^"]+)" %}')
    started = {
        f"{scripts.FOLDER}{name}_page.js"
        for path in TEMPLATES.rglob("*.html")
        for name in named.findall(path.read_text("utf-8"))
    }

    assert started == set(PAGE_SCRIPTS)


def test_the_map_names_every_module():
    names = {*scripts.LIBRARIES, *map(scripts.name_of, PATHS)}

    assert names <= staticfiles_storage.import_map().keys()


# --- Bundles ----------------------------------------------------------------------


def bundle(**modules):
    """The bundle of studio/start_page among modules {name: source}."""
    sources = {
        scripts.path_of(f"studio/{name}"): text for name, text in modules.items()
    }
    return scripts.bundle("questionnaire/js/start_page.js", sources.__getitem__)


def test_a_bundle_has_each_module_once_after_those_that_it_imports():
    text = bundle(
        start_page='import { a } from "studio/a";\n'
        'import { b } from "studio/b";\na(b);\n',
        a='import { b } from "studio/b";\n\nexport const a = b;\n',
        b="export const b = 1;\n",
    )

    places = [text.index(f"const studio_{name} =") for name in ("b", "a", "start_page")]
    assert places == sorted(places)
    assert text.count("const b = 1") == 1
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)


def test_names_that_modules_share_do_not_meet():
    text = bundle(
        start_page='import { fill as fillRow } from "studio/a";\n'
        "const fill = fillRow;\n",
        a="export function fill() {}\n",
    )

    assert "const { fill: fillRow } = studio_a;" in text


def test_a_library_stays_a_module_of_its_own():
    text = bundle(start_page='import { Editor } from "tiptap";\nnew Editor();\n')

    assert text.startswith('import * as tiptap from "tiptap";\n')
    assert "const { Editor } = tiptap;" in text


def test_what_is_imported_on_demand_waits_in_the_bundle():
    text = bundle(
        start_page='import { c } from "studio/c";\n'
        'const { a } = await import("studio/a");\n',
        a='import { Editor } from "tiptap";\nimport { c } from "studio/c";\n'
        "export const a = [Editor, c];\n",
        c="export const c = 1;\n",
    )

    assert 'const tiptap = await import("tiptap");' in text
    assert "await when_studio_a();" in text
    assert text.count("const c = 1") == 1
    assert text.index("const when_studio_a =") < text.index("await when_studio_a();")


def test_comments_and_empty_lines_are_left_out():
    text = bundle(
        start_page="/* One\n   two. */\n\n// Three.\nconst a = '// four'; /* five */\n"
    )

    assert "One" not in text and "Three" not in text
    assert "const a = '// four'; /* five */\n" in text


@pytest.mark.parametrize(
    ("modules", "reason"),
    [
        ({"start_page": 'import a from "studio/a";\n'}, "do not know"),
        ({"start_page": "export default 1;\n"}, "do not know"),
        ({"start_page": 'export { a } from "studio/a";\n'}, "do not know"),
        ({"start_page": 'import { a } from "studio/start_page";\n'}, "circle"),
        (
            {
                "start_page": 'import("studio/a");\n',
                "a": 'const load = () => import("studio/b");\n',
            },
            "on demand of",
        ),
    ],
)
def test_what_a_bundle_cannot_hold_is_refused(modules, reason):
    with pytest.raises(scripts.ScriptError, match=reason):
        bundle(**modules)


@pytest.mark.parametrize("path", PAGE_SCRIPTS)
def test_every_page_script_becomes_one_file(path):
    text = scripts.bundle(path, read)

    outside = re.findall(r'\bimport\("([^"]+)"\)|^import .* from "([^"]+)"', text, re.M)
    assert {name for pair in outside for name in pair if name} <= {*scripts.LIBRARIES}
