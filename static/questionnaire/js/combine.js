// Combining answers: the result follows the passages that are taken, until the
// reviewer writes in it; then a button puts it together anew.
const { editor } = document.querySelector("script[data-combine]").dataset;
const form = document.querySelector("[data-combining]");
const written = new Set();

async function show(part) {
  const { setHTML } = await import(editor);
  const field = document.getElementById(`id_${part.dataset.part}`);
  if (!field) return;
  const taken = [...part.querySelectorAll("[data-passage]")].filter(
    (passage) => passage.querySelector("input[name=take]").checked,
  );
  const html = taken.map((passage) => passage.querySelector("template").innerHTML);
  await setHTML(field, html.join(""));
  written.delete(part.dataset.part);
}

for (const part of form.querySelectorAll("[data-part]")) {
  part.addEventListener("change", (event) => {
    if (event.target.name === "take" && !written.has(part.dataset.part)) show(part);
  });
}

form.addEventListener("keydown", (event) => {
  const result = event.target.closest("[data-result]");
  if (result) written.add(result.dataset.result);
});
form.addEventListener("paste", (event) => {
  const result = event.target.closest("[data-result]");
  if (result) written.add(result.dataset.result);
});

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
