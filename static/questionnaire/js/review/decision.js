/* The button of a decision says what it will do with the answer that is chosen. */

export function startDecision() {
  const form = document.querySelector("[data-decision]");
  if (!form) return;
  const label = form.querySelector("[data-decision-label]");
  const show = () => {
    const chosen = form.querySelector("input[name=versions]:checked");
    if (chosen) label.textContent = chosen.dataset.label;
  };
  form.addEventListener("change", show);
  form.addEventListener("draft:restored", show);
  // A page that the browser kept comes back with the choice made there.
  window.addEventListener("pageshow", show);
  show();
}
