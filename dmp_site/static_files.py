"""Single static files taken from Python packages, so that nothing else is served."""

from pathlib import Path

import django_prose_editor
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_EDITOR = Path(django_prose_editor.__file__).parent / "static/django_prose_editor"

# Prefix under STATIC_URL → (folder on disk, names of files). Source maps are
# listed because the manifest storage follows the comments that name them.
BORROWED = {
    "tiptap": (_EDITOR, ("editor.js", "editor.js.map")),
}


class BorrowedFilesFinder(BaseFinder):
    """Find the files named in `BORROWED`, and no other file of those packages."""

    def __init__(self, *args, **kwargs):
        self.storages = {}
        for prefix, (folder, _names) in BORROWED.items():
            storage = FileSystemStorage(location=folder)
            storage.prefix = prefix
            self.storages[prefix] = storage
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        prefix, _, name = path.partition("/")
        folder, names = BORROWED.get(prefix, (None, ()))
        found = str(Path(folder) / name) if name in names else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        for prefix, (_folder, names) in BORROWED.items():
            for name in names:
                yield name, self.storages[prefix]
