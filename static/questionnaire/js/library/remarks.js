/** Insert a ready remark at the cursor in the comment. Without script, the page
    reloads with the remark in an empty comment. */
export function insertReadyRemarks() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-remarks]")) return;
    event.preventDefault();
    const chosen = event.target.elements.namedItem("remark").selectedOptions[0];
    const comment = document.getElementById("comment-body");
    const text = chosen?.dataset.text;
    if (text && comment) insertText(comment, text);
  });
}

function insertText(field, text) {
  const start = field.selectionStart;
  const before = start > 0 && field.value[start - 1] !== "\n" ? "\n" : "";
  field.setRangeText(before + text, start, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
