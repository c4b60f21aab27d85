/* Around the editors of a question: guidance, and examples as a start. */

import { focus, getHTML, setHTML } from "studio/content/prose/fields";

/** Where guidance is above the answer, it starts folded. */
export function foldGuidanceOnSmallScreens() {
  if (!matchMedia("(max-width: 61.99rem)").matches) return;
  document.querySelector("[data-guidance]")?.removeAttribute("open");
}

export function offerExamples() {
  for (const button of document.querySelectorAll("[data-use-example]")) {
    button.hidden = false;
    button.addEventListener("click", () => addExample(button.dataset.useExample));
  }
}

function addExample(name) {
  const field = document.getElementById(`id_${name}`);
  const example = document.querySelector(`[data-example="${name}"]`);
  setHTML(field, getHTML(field) + example.innerHTML);
  focus(field);
}
