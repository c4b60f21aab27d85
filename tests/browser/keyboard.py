"""Using a page by keyboard alone."""

from playwright.sync_api import expect

# More tab stops than any page has.
MOST_STOPS = 200


def tab_to(page, selector, most_stops=MOST_STOPS):
    """Press Tab until the selected element has the focus; returns it."""
    target = page.locator(selector).first
    expect(target).to_be_visible()
    for _press in range(most_stops):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def press(page, selector):
    """Reach the element with Tab, and press Enter."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def type_into(page, selector, text):
    tab_to(page, selector)
    page.keyboard.type(text)
