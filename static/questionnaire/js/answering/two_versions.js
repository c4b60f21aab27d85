/* The page of two versions: the result follows the choices, paragraph by paragraph. */

import { showParts } from "studio/content/fields";

const SIDES = { left: ["left"], right: ["right"], both: ["left", "right"] };

export function followChoices() {
  for (const part of document.querySelectorAll("[data-part]")) {
    part.addEventListener("change", () => showResult(part));
  }
}

function showResult(part) {
  const field = document.getElementById(`id_${part.dataset.part}`);
  const pieces = [...part.querySelectorAll("[data-row]")].flatMap(chosenTemplates);
  if (field) showParts(field, pieces);
}

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
