/* Comments: the focus after a change, the comment named in the address, the
   selected passage. The pages work without it. */

export function startComments() {
  const section = document.getElementById("comments");
  if (section) followSection(section);
  addEventListener("hashchange", showNamedComment);
  addEventListener("DOMContentLoaded", showNamedComment);
  offerToQuoteSelection();
}

// The comment named in the address may be folded away or loaded later.
function showNamedComment() {
  if (!/^#comment-\d+$/.test(location.hash)) return;
  const comment = document.querySelector(location.hash);
  if (!comment) return;
  comment.closest("details.resolved-threads")?.setAttribute("open", "");
  comment.scrollIntoView();
  comment.focus({ preventScroll: true });
}

function followSection(section) {
  let wasShown = false;
  section.addEventListener("htmx:afterSettle", (event) => {
    if (event.target !== section) return;
    if (takeFocus(section) || wasShown) return;
    wasShown = true;
    showNamedComment();
  });
}

/** Whether the new content of the section asked for the focus. */
function takeFocus(section) {
  const summary = section.querySelector(".error-summary");
  const name = section.querySelector("[data-talk]")?.dataset.focus;
  if (!summary && !name) return false;
  (summary ?? document.getElementById(name))?.focus();
  return true;
}

function offerToQuoteSelection() {
  const quotable = document.querySelector("[data-quotable]");
  const offer = document.querySelector("[data-quote-selected]");
  const quote = document.querySelector("[data-quote]");
  if (!quotable || !offer || !quote) return;
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const isInside =
      quotable.contains(selection.anchorNode) && quotable.contains(selection.focusNode);
    if (!isInside || selection.isCollapsed) return;
    selected = selection.toString().trim();
    offer.hidden = selected === "";
  });
  offer.addEventListener("click", () => {
    quote.value = selected;
    quote.dispatchEvent(new Event("input", { bubbles: true }));
    quote.form.elements.namedItem("body").focus();
  });
}
