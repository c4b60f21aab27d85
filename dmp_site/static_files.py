"""Storage of static files: in their folders, or collected for production."""

import hashlib
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from dmp_site import scripts


class UncollectedStorage(StaticFilesStorage):
    """Files in their own folders, for development and tests."""

    def import_map(self):
        """{name of a module: its address}, for every module."""
        folder = Path(settings.STATICFILES_DIRS[0])
        paths = (
            path.relative_to(folder).as_posix()
            for path in sorted((folder / scripts.FOLDER).rglob("*.js"))
        )
        names = [*scripts.LIBRARIES, *map(scripts.name_of, paths)]
        return {name: self.url(scripts.path_of(name)) for name in names}


class CollectedStorage(CompressedManifestStaticFilesStorage):
    """Files as served in production: compressed, named by content, scripts bundled."""

    _STAMP = "collected.txt"

    @cached_property
    def _addresses(self):
        names = scripts.LIBRARIES
        return {name: self.url(scripts.path_of(name)) for name in names}

    def import_map(self):
        """{name of a module: its address}, for modules that no bundle contains."""
        return self._addresses

    def post_process(self, paths, dry_run=False, **options):
        """Bundle, name and compress the collected files, unless already done."""
        if dry_run:
            return
        digest = _digest(paths)
        if self.exists(self._STAMP) and self.open(self._STAMP).read() == digest:
            return
        self._bundle_scripts(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)
        self._write(self._STAMP, digest)

    def compress_files(self, paths):
        """Compress files only under the names that pages use."""
        return super().compress_files(set(paths) & set(self.hashed_files.values()))

    def _bundle_scripts(self, paths):
        sources = dict(paths)

        def read(path):
            storage, name = sources[path]
            with storage.open(name) as file:
                return file.read().decode()

        for path in filter(scripts.is_page_script, sources):
            self._write(path, scripts.bundle(path, read).encode())
            paths[path] = (self, path)

    def _write(self, name, content):
        self.delete(name)
        self._save(name, ContentFile(content))


def _digest(paths):
    """A digest of all that the collected files depend on: sources and build code."""
    digest = hashlib.sha256()
    for package in ("django", "whitenoise"):
        digest.update(version(package).encode())
    for code in (scripts.__file__, __file__):
        digest.update(Path(code).read_bytes())
    for path, (storage, name) in sorted(paths.items(), key=lambda item: item[0]):
        with storage.open(name) as file:
            digest.update(b"%s %d " % (path.encode(), file.size))
            digest.update(file.read())
    return digest.hexdigest().encode()
