// Around the editors of a question page: guidance, examples as a start.
const { editor } = document.querySelector("script[data-answer]").dataset;

async function useExample(button) {
  const { focus, getHTML, setHTML } = await import(editor);
  const name = button.dataset.useExample;
  const field = document.getElementById(`id_${name}`);
  const example = document.querySelector(`[data-example="${name}"]`);
  setHTML(field, getHTML(field) + example.innerHTML);
  focus(field);
}

// Where advice stands above the answer, it waits to be opened.
if (matchMedia("(max-width: 61.99rem)").matches) {
  document.querySelector("[data-guidance]")?.removeAttribute("open");
}

for (const button of document.querySelectorAll("[data-use-example]")) {
  button.hidden = false;
  button.addEventListener("click", () => useExample(button));
}
