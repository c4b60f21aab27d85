"""How static files are stored when they are collected, and that this is done once."""

import pytest
from django.core.files.storage import FileSystemStorage

from dmp_site.static_files import CollectedStorage

SOURCES = {
    "questionnaire/js/start_page.js": 'import { a } from "studio/a";\n\na();\n',
    "questionnaire/js/a.js": "export function a() {\n  return 1;\n}\n",
    "tiptap/editor.js": "export class Editor {}\n" * 50,
}


@pytest.fixture
def sources(tmp_path):
    """A folder of static files, to be changed by tests."""
    folder = tmp_path / "sources"
    for path, text in SOURCES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


@pytest.fixture
def storage(tmp_path):
    return CollectedStorage(location=tmp_path / "collected", base_url="/static/")


def collect(storage, sources):
    """What collectstatic does; returns the names of what was processed."""
    origin = FileSystemStorage(location=sources)
    for path in SOURCES:
        storage.delete(path)
        storage.save(path, origin.open(path))
    paths = {path: (origin, path) for path in SOURCES}
    return [name for name, *_ in storage.post_process(paths)]


def served(storage, path):
    return storage.open(storage.stored_name(path)).read().decode()


def test_a_page_script_is_stored_with_all_that_it_imports(storage, sources):
    collect(storage, sources)

    text = served(storage, "questionnaire/js/start_page.js")
    assert "function a()" in text
    assert "export" not in text
    assert served(storage, "questionnaire/js/a.js") == SOURCES["questionnaire/js/a.js"]


def test_the_map_gives_the_hashed_addresses_of_libraries(storage, sources):
    collect(storage, sources)

    assert storage.import_map() == {"tiptap": storage.url("tiptap/editor.js")}
    assert storage.url("tiptap/editor.js") != "/static/tiptap/editor.js"


def test_files_are_compressed_under_the_names_that_pages_use(storage, sources):
    collect(storage, sources)

    name = storage.stored_name("tiptap/editor.js")
    assert storage.exists(f"{name}.br")
    assert storage.exists(f"{name}.gz")
    assert not storage.exists("tiptap/editor.js.br")


def test_the_same_files_are_processed_once(storage, sources):
    assert collect(storage, sources)

    assert collect(storage, sources) == []


def test_a_change_of_an_imported_module_renews_the_pages_script(storage, sources):
    collect(storage, sources)
    before = storage.url("questionnaire/js/start_page.js")

    (sources / "questionnaire/js/a.js").write_text("export const a = () => 2;\n")
    collect(storage, sources)

    assert storage.url("questionnaire/js/start_page.js") != before
    assert "() => 2" in served(storage, "questionnaire/js/start_page.js")
