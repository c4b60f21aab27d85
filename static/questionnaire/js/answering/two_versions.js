/* The page of two versions: the result follows the choices, paragraph by paragraph.
   What was edited there meanwhile is kept. */

import { holdsParts, showParts } from "studio/content/fields";

const SIDES = { left: ["left"], right: ["right"], both: ["left", "right"] };

export function followChoices() {
  for (const part of document.querySelectorAll("[data-part]")) followPart(part);
}

function followPart(part) {
  const field = document.getElementById(`id_${part.dataset.part}`);
  if (!field) return;
  let shown = chosenPieces(part);
  part.addEventListener("change", () => {
    if (!holdsParts(field, shown)) {
      field.dispatchEvent(new CustomEvent("draft:replacing", { bubbles: true }));
    }
    shown = chosenPieces(part);
    showParts(field, shown);
  });
  part.closest("form").addEventListener("draft:restored", () => {
    shown = chosenPieces(part);
  });
}

const chosenPieces = (part) =>
  [...part.querySelectorAll("[data-row]")].flatMap(chosenTemplates);

function chosenTemplates(row) {
  const choice = chosenRadio(row)?.value ?? "right";
  return SIDES[choice]
    .map((side) => row.querySelector(`template[data-side="${side}"]`))
    .filter(Boolean);
}

/* What moved is chosen at one of its two places. */
function chosenRadio(row) {
  const name = row.dataset.follows;
  if (!name) return row.querySelector("input:checked");
  return document.querySelector(`input[name="${CSS.escape(name)}"]:checked`);
}
