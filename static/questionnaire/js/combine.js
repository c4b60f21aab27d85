// Combining answers: the result follows the passages that are taken, until the
// reviewer writes in it; then a button puts it together anew.
const { editor, tables } = document.querySelector("script[data-combine]").dataset;
const form = document.querySelector("[data-combining]");
const written = new Set();

async function show(part) {
  const [{ setHTML }, { isTable, setRows }] = await Promise.all([
    import(editor),
    import(tables),
  ]);
  const field = document.getElementById(`id_${part.dataset.part}`);
  if (!field) return;
  const taken = [...part.querySelectorAll("[data-passage]")].filter(
    (passage) => passage.querySelector("input[name=take]").checked,
  );
  const pieces = taken.map((passage) => passage.querySelector("template"));
  if (isTable(field)) {
    const rows = pieces.flatMap((piece) => JSON.parse(piece.content.textContent));
    setRows(field, JSON.stringify(rows));
  } else {
    await setHTML(field, pieces.map((piece) => piece.innerHTML).join(""));
  }
  written.delete(part.dataset.part);
}

for (const part of form.querySelectorAll("[data-part]")) {
  part.addEventListener("change", (event) => {
    if (event.target.name === "take" && !written.has(part.dataset.part)) show(part);
  });
}

/** Only what the reviewer does: setting the result fires "input" as well. */
for (const deed of ["keydown", "paste", "change"]) {
  form.addEventListener(deed, (event) => noteWritten(event.target));
}
form.addEventListener("click", (event) => noteWritten(event.target.closest("[data-act]")));

function noteWritten(target) {
  const result = target?.closest("[data-result]");
  if (result) written.add(result.dataset.result);
}

for (const button of form.querySelectorAll("[data-take-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of form.querySelectorAll("input[name=take]")) {
      box.checked = box.dataset.versions.split(" ").includes(button.dataset.takeAll);
    }
    for (const part of form.querySelectorAll("[data-part]")) {
      if (!written.has(part.dataset.part)) show(part);
    }
  });
}
