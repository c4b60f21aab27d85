/* Keyboard shortcuts for reviewing: a single letter presses its button, except while
   somebody types, or if the person turned them off in the profile. */

const CHANGES =
  ".change-bar, .side-by-side__row--changed, .difference-list > li, .rival-wordings";
const TYPED_IN =
  "input:not([type=checkbox], [type=radio]), textarea, select, [role=textbox]";

export function startReviewKeys() {
  const rows = steppable([...document.querySelectorAll("[data-row] > a")]);
  const changes = steppable([...document.querySelectorAll(CHANGES)]);
  for (const change of changes.elements) change.tabIndex = -1;
  offerChangeButtons(changes);
  if (document.querySelector("[data-letter-keys]")) {
    document.addEventListener("keydown", (event) => press(event, rows, changes));
  }
}

/** Step through elements one by one, starting at the focused one. */
function steppable(elements) {
  let at = -1;
  return {
    elements,
    step(by) {
      if (!elements.length) return;
      const focused = elements.indexOf(document.activeElement);
      const next = (focused >= 0 ? focused : at) + by;
      at = Math.min(Math.max(next, 0), elements.length - 1);
      elements[at].focus();
      elements[at].scrollIntoView({ block: "center" });
    },
  };
}

function offerChangeButtons(changes) {
  for (const tools of document.querySelectorAll("[data-change-buttons]")) {
    tools.hidden = changes.elements.length < 2;
    for (const button of tools.querySelectorAll("[data-change]")) {
      button.addEventListener("click", () => changes.step(Number(button.dataset.change)));
    }
  }
}

function press(event, rows, changes) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPED_IN)) return;
  if (key === "n" || key === "p") {
    changes.step(key === "n" ? 1 : -1);
  } else if (rows.elements.length && (key === "j" || key === "k")) {
    rows.step(key === "j" ? 1 : -1);
  } else {
    const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!pressed) return;
    // A key that is held down decides once.
    if (!event.repeat) pressed.click();
  }
  event.preventDefault();
}
