// The page of two versions: the result follows the choices, paragraph by paragraph.
const { editor, tables } = document.querySelector("script[data-two-versions]").dataset;

const SIDES = { left: ["left"], right: ["right"], both: ["left", "right"] };

function chosen(row) {
  const choice = row.querySelector("input:checked")?.value ?? "right";
  return SIDES[choice]
    .map((side) => row.querySelector(`template[data-side="${side}"]`))
    .filter(Boolean);
}

async function showResult(part) {
  const [{ setHTML }, { isTable, setRows }] = await Promise.all([
    import(editor),
    import(tables),
  ]);
  const field = document.getElementById(`id_${part.dataset.part}`);
  const pieces = [...part.querySelectorAll("[data-row]")].flatMap(chosen);
  if (isTable(field)) {
    const rows = pieces.map((piece) => piece.content.textContent.trim()).filter(Boolean);
    setRows(field, JSON.stringify(rows.flatMap((row) => JSON.parse(row))));
  } else if (field) setHTML(field, pieces.map((piece) => piece.innerHTML).join(""));
}

for (const part of document.querySelectorAll("[data-part]")) {
  part.addEventListener("change", () => showResult(part));
}
