"""What people do on the pages of questions."""

from tests.browser.waiting import wait_until, wait_until_idle

TEXT = "Le lichen garde la mémoire du Nord."


def visit_question(page, address):
    """Open a page with questions; returns once its scripts are ready to save."""
    page.goto(address)
    wait_for_saving(page)


def wait_for_saving(page):
    # Not `expect`, which describes the whole page each time: rows may be many.
    page.locator("[data-saving=ready]").first.wait_for()
    wait_until_idle(page)


def editor(page):
    return page.locator("[role=textbox]").first


def write(page, text=TEXT):
    """Type a text at the end of the page's first editor."""
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def paste(page, text):
    """Paste a plain text into the page's first editor."""
    editor(page).click()
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true })
          );
        }""",
        text,
    )


def save_line(page):
    """The line that says whether the first answer is saved."""
    return page.locator("span[data-save-line]").first


def is_kept_on_the_device(page):
    """Whether the browser's storage has a text of this site."""
    return page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("local-drafts");
          opening.onsuccess = () => {
            const drafts = opening.result.transaction("drafts").objectStore("drafts");
            const counting = drafts.count();
            counting.onsuccess = () => done(counting.result > 0);
          };
        })"""
    )


def leave_without_network(page):
    """Close a page whose text is only on the device; returns a page with network."""
    wait_until(lambda: is_kept_on_the_device(page), page=page)
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    return again
