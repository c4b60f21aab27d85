"""Static files for the tests in a browser: collected, with every module at hand."""

from dmp_site.static_files import CollectedStorage, UncollectedStorage


class BundlesAndModules(CollectedStorage):
    """Bundles for pages, as in production, and modules for tests that call them."""

    def compress_files(self, paths):
        """Compress nothing: the browser is on the same machine."""
        return ()

    def import_map(self):
        """{name of a module: its address}, for every module."""
        return UncollectedStorage(base_url=self.base_url).import_map()
