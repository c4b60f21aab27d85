"""Our scripts: modules that import each other by name, bundled for each page.

A module is named as in `import { uuid } from "studio/shared/uuid"`; browsers resolve
such names by the import map of the page. Modules do nothing until they are called;
only the scripts of pages, `*_page.js`, act on loading. In production a page's script
and all its imports are one file (`bundle`), which takes a single request.
"""

import re
from dataclasses import dataclass

FOLDER = "questionnaire/js/"
NAMESPACE = "studio/"
# Third-party modules, and the static files that contain them.
LIBRARIES = {"tiptap": "tiptap/editor.js"}

_IMPORT = re.compile(
    r"^import (?:\{(?P<names>[^}]*)\}|\* as (?P<namespace>\w+))"
    r' from "(?P<module>[^"]+)";\n',
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export (?=(?:async function|function|class|const) (?P<name>\w+))", re.MULTILINE
)
_IMPORT_ON_DEMAND = re.compile(r'\bimport\("(?P<module>[^"]+)"\)')
# Empty lines, and comments on lines of their own.
_COMMENT = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)?\n", re.MULTILINE | re.DOTALL
)
_ONCE = "const once = (load) => { let result; return () => (result ??= load()); };"


class ScriptError(Exception):
    """A module that cannot be bundled with others."""


@dataclass(frozen=True)
class Module:
    """A parsed module: its imports, its exports, and the rest of its source."""

    name: str
    imports: tuple  # (names in braces or None, name of the namespace or None, module)
    on_demand: tuple  # modules
    exports: tuple  # names
    body: str


def path_of(name):
    """The static file of a module."""
    if name in LIBRARIES:
        return LIBRARIES[name]
    return FOLDER + name.removeprefix(NAMESPACE) + ".js"


def name_of(path):
    """The name by which the module in a static file is imported."""
    return NAMESPACE + path.removeprefix(FOLDER).removesuffix(".js")


def is_page_script(path):
    """Whether a static file is the script of a page."""
    return path.startswith(FOLDER) and path.endswith("_page.js")


def parse(name, source):
    """Parse a module; raises ScriptError for syntax that our modules do not use."""
    imports = tuple(
        found.group("names", "namespace", "module")
        for found in _IMPORT.finditer(source)
    )
    exports = tuple(found["name"] for found in _EXPORT.finditer(source))
    body = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", source)))
    if other := re.search(r"^(?:import(?!\()|export)\b.*", body, re.MULTILINE):
        raise ScriptError(f"{name}: bundles do not know “{other[0]}”")
    on_demand = tuple(found["module"] for found in _IMPORT_ON_DEMAND.finditer(body))
    return Module(name, imports, on_demand, exports, body)


def bundle(path, read):
    """One script equivalent to the module in `path` with all its imports.

    `read` returns the text of a static file. Every module becomes a function that is
    called once, after those that it imports, and returns what it exports. Modules that
    only an `import("…")` asks for are called when it does.
    """
    modules = _in_order(name_of(path), read)
    lines = _libraries(modules, 'import * as {0} from "{1}";')
    lines += map(_as_function, modules[:-1])
    if on_demand := _on_demand(modules):
        lines.append(_ONCE)
    for name in on_demand:
        more = [each for each in _in_order(name, read) if each not in modules]
        if nested := _on_demand(more):
            raise ScriptError(f"{name}: {nested} on demand of what is on demand")
        lines.append(f"const {_variable(f'when {name}')} = once(async () => {{")
        lines += _libraries(more, 'const {0} = await import("{1}");')
        lines += map(_as_function, more)
        lines.append(f"return {_variable(name)};\n}});")
    return "\n".join([*lines, _as_function(modules[-1]), ""])


def _in_order(name, read):
    """A module and all its imports, each after the modules that it imports."""
    done, under_way = {}, []

    def visit(name):
        if name in LIBRARIES or name in done:
            return
        if name in under_way:
            circle = " → ".join([*under_way, name])
            raise ScriptError(f"{circle} is a circle of imports")
        under_way.append(name)
        module = parse(name, read(path_of(name)))
        for _, _, imported in module.imports:
            visit(imported)
        under_way.pop()
        done[name] = module

    visit(name)
    return list(done.values())


def _on_demand(modules):
    return sorted({name for module in modules for name in module.on_demand})


def _libraries(modules, form):
    imported = {name for module in modules for _, _, name in module.imports}
    return [
        form.format(_variable(name), name)
        for name in sorted(imported & LIBRARIES.keys())
    ]


def _as_function(module):
    given = "".join(
        f"const {namespace or _destructured(names)} = {_variable(name)};\n"
        for names, namespace, name in module.imports
    )
    body = _IMPORT_ON_DEMAND.sub(
        lambda found: f"{_variable('when ' + found['module'])}()", module.body
    )
    exported = ", ".join(module.exports)
    return (
        f"const {_variable(module.name)} = (() => {{\n"
        f"{given}{body}return {{ {exported} }};\n}})();"
    )


def _variable(name):
    """The variable that holds the exports of a module in a bundle."""
    return re.sub(r"\W", "_", name)


def _destructured(names):
    """The names `a, b as c`, as a destructuring pattern: `a, b: c`."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    return "{ " + ", ".join(name.replace(" as ", ": ") for name in wanted) + " }"
