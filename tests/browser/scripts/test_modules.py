"""All modules: each can be imported by its name, and does nothing by itself."""

from pathlib import Path

import pytest
from django.conf import settings

from dmp_site import scripts
from tests.browser.waiting import wait_for_answer

pytestmark = pytest.mark.urls("tests.browser.scripts.module_urls")

STATIC = Path(settings.BASE_DIR) / "static"
MODULES = sorted(
    scripts.name_of(path.relative_to(STATIC).as_posix())
    for path in (STATIC / scripts.FOLDER).rglob("*.js")
    if path.name != "theme.js" and not path.name.endswith("_page.js")
)
# Whatever a module could do to its page while it is imported.
WATCH = """() => {
  window.done = [];
  for (const type of [EventTarget, Node, Element, Storage]) {
    for (const name of Object.getOwnPropertyNames(type.prototype)) {
      const given = Object.getOwnPropertyDescriptor(type.prototype, name).value;
      if (typeof given !== "function" || name === "constructor") continue;
      type.prototype[name] = function (...args) {
        window.done.push(`${type.name}.${name}`);
        return given.apply(this, args);
      };
    }
  }
  for (const name of ["fetch", "setTimeout", "setInterval"]) {
    const given = window[name];
    window[name] = (...args) => {
      window.done.push(name);
      return given(...args);
    };
  }
}"""


def test_modules_do_nothing_until_they_are_called(blank_page):
    blank_page.evaluate('import("tiptap").then(() => null)')
    blank_page.evaluate(WATCH)

    exported = blank_page.evaluate(
        """async (names) => {
          const modules = await Promise.all(names.map((name) => import(name)));
          return modules.map((module) => Object.keys(module).length);
        }""",
        MODULES,
    )

    wait_for_answer(blank_page, "window.done", [])
    assert min(exported) > 0
