"""Counting what a person presses in a page, whatever pages it leads to.

Typing is free, and so are keys that save without a button. Choosing from a closed list
takes two presses, of which the browser reports none: add them.
"""

FROM_A_LIST = 2

_COUNT = """
  addEventListener("click", (event) => {
    if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
  }, true);
"""


def count_clicks(page):
    """Count from the next page on that is opened here."""
    page.add_init_script(_COUNT)


def clicks(page):
    """How many presses there were."""
    return int(page.evaluate("sessionStorage.clicks ?? 0"))
