// The page of two versions: the result follows the choices, paragraph by paragraph.
const { editor } = document.querySelector("script[data-two-versions]").dataset;

const SIDES = { left: ["left"], right: ["right"], both: ["left", "right"] };

function chosenHTML(row) {
  const choice = row.querySelector("input:checked")?.value ?? "right";
  return SIDES[choice]
    .map((side) => row.querySelector(`template[data-side="${side}"]`)?.innerHTML ?? "")
    .join("");
}

async function showResult(part) {
  const { setHTML } = await import(editor);
  const field = document.getElementById(`id_${part.dataset.part}`);
  const rows = [...part.querySelectorAll("[data-row]")];
  if (field) setHTML(field, rows.map(chosenHTML).join(""));
}

for (const part of document.querySelectorAll("[data-part]")) {
  part.addEventListener("change", () => showResult(part));
}
