"""The lock says what the requirements*.in files ask for, and all of it.

`make lock` writes it; these tests say when that was forgotten.
"""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
RUNTIME, DEVELOPMENT = "requirements", "requirements-dev"
BOTH = pytest.mark.parametrize("name", [RUNTIME, DEVELOPMENT])
OURS = {"dmp_site", "questionnaire", "tests"}


def asked_for(name):
    """What a .in file asks for itself, by canonical name: (requirement, reason)."""
    asked = {}
    for line in (ROOT / f"{name}.in").read_text().splitlines():
        text, _, reason = line.partition("#")
        if text.strip() and not text.startswith("-"):
            requirement = Requirement(text.strip())
            asked[canonicalize_name(requirement.name)] = (requirement, reason.strip())
    return asked


def locked(name):
    """The entries of a lock by canonical name: (version, text below it)."""
    entries = re.split(r"^(?=\w)", (ROOT / f"{name}.txt").read_text(), flags=re.M)[1:]
    pins = (re.match(r"(\S+)==(\S+)", entry).groups() for entry in entries)
    return {
        canonicalize_name(package): (version, entry)
        for (package, version), entry in zip(pins, entries, strict=True)
    }


def running(tree):
    """The nodes of a module but for what only a checker of types reads."""
    for node in ast.iter_child_nodes(tree):
        yield node
        is_for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(
            node.test
        )
        yield from running(ast.Module(node.orelse, []) if is_for_types else node)


def third_party_imports(folder):
    """Canonical names of the distributions that the modules of a folder import."""
    distributions = packages_distributions()
    for path in (ROOT / folder).rglob("*.py"):
        for node in running(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module]
            else:
                continue
            for package in {module.partition(".")[0] for module in modules}:
                if package not in sys.stdlib_module_names | OURS:
                    yield canonicalize_name(distributions[package][0])


@BOTH
def test_every_requirement_says_why_it_is_there(name):
    assert [asked for asked, (_, reason) in asked_for(name).items() if not reason] == []


@BOTH
def test_the_lock_pins_every_requirement_at_a_version_that_it_allows(name):
    lock = locked(name)
    for package, (requirement, _) in asked_for(name).items():
        assert package in lock, f"make lock: {package} is not in {name}.txt"
        version, _ = lock[package]
        assert requirement.specifier.contains(version), (
            f"make lock: {name}.txt has {package} {version}, but {requirement} is asked"
        )


@BOTH
def test_the_lock_holds_nothing_for_a_requirement_that_is_gone(name):
    direct = {
        package
        for package, (_, entry) in locked(name).items()
        if re.search(rf"-r {name}\.in$", entry, re.M)
    }
    assert direct == set(asked_for(name))


@BOTH
def test_every_entry_of_the_lock_has_hashes(name):
    without = [
        package
        for package, (_, entry) in locked(name).items()
        if "--hash=sha256:" not in entry
    ]
    assert without == []


@BOTH
def test_the_lock_names_no_place_to_fetch_from(name):
    assert not re.search(
        r"://|--(extra-)?index|--find-links|--trusted-host",
        (ROOT / f"{name}.txt").read_text(),
    )


def test_tests_run_on_the_versions_that_are_served():
    development = locked(DEVELOPMENT)
    for package, (version, _) in locked(RUNTIME).items():
        assert development[package][0] == version, f"make lock: {package} differs"


def test_what_the_site_imports_is_asked_for_by_name():
    imported = {*third_party_imports("questionnaire"), *third_party_imports("dmp_site")}
    assert imported - set(asked_for(RUNTIME)) == set()


def test_what_the_tests_import_is_asked_for_by_name():
    known = {*asked_for(RUNTIME), *asked_for(DEVELOPMENT)}
    assert set(third_party_imports("tests")) - known == set()


def test_an_old_python_can_read_the_tools():
    """They are what says that a newer Python is needed."""
    for path in sorted((ROOT / "tools").glob("*.py")):
        ast.parse(path.read_text(), path.name, feature_version=(3, 8))
