"""Waiting for what Playwright's `expect` cannot see: the one place that pauses.

A browser takes a moment to act, and a server to answer. A test that checks at once
passes or fails by luck; each of these functions checks repeatedly until what it waits
for is there, or a deadline has passed.
"""

import time

# Seconds. A busy machine is slow; what is broken fails all the same.
PATIENCE = 60
PAUSE = 0.05

QUIET = """() => {
  const underWay = [
    ".htmx-request, .htmx-swapping, .htmx-settling",
    "[data-prose-editor]:not(.is-ready, .is-plain)",
    "[data-table-editor='']",
    "[data-save-line]:is([data-state=dirty], [data-state=saving])",
  ];
  if (document.getElementById("saving-words")) {
    underWay.push("[data-saving]:not([data-saving=ready])");
  }
  return document.readyState === "complete" && !document.querySelector(underWay.join());
}"""


def wait_until(condition, *, page=None, seconds=PATIENCE):
    """Wait until `condition()` is true; returns its value.

    A `page` whose requests the test answers itself must be given, so that it is
    served meanwhile.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{seconds} s, and not {condition.__name__}"
        _pause(page)
    return found


def wait_for_value(read, wanted, *, page=None, seconds=PATIENCE):
    """Wait until `read()` is `wanted`, or fail with what it is instead."""
    deadline = time.monotonic() + seconds
    while (found := read()) != wanted and time.monotonic() < deadline:
        _pause(page)
    assert found == wanted


def wait_for_answer(page, script, wanted, **patience):
    """Wait until what `script` answers in the page is `wanted`."""
    wait_for_value(lambda: page.evaluate(script), wanted, page=page, **patience)


def wait_until_idle(page):
    """Wait until a page is idle: its scripts have started, its parts are loaded, and
    what was typed is saved or cannot be.
    """
    page.wait_for_function(QUIET)


def finish(page):
    """Wait until a page that a test is done with is idle, but not for its timers."""
    # Sends a draft at once; another page may be on its way.
    page.wait_for_function("() => { document.activeElement?.blur(); return true; }")
    wait_until_idle(page)


def _pause(page):
    if page:
        page.wait_for_timeout(PAUSE * 1000)
    else:
        time.sleep(PAUSE)
