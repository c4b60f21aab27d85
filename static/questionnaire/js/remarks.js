/* Puts a ready remark where the cursor stands in the comment. Without it, the page
   comes back with the remark in an empty comment. */
(() => {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-remarks]")) return;
    event.preventDefault();
    const chosen = event.target.elements.namedItem("remark").selectedOptions[0];
    const comment = document.getElementById("comment-body");
    const text = chosen?.dataset.text;
    if (!text || !comment) return;

    const start = comment.selectionStart;
    const before = start > 0 && comment.value[start - 1] !== "\n" ? "\n" : "";
    comment.setRangeText(before + text, start, comment.selectionEnd, "end");
    comment.dispatchEvent(new Event("input", { bubbles: true }));
    comment.focus();
  });
})();
