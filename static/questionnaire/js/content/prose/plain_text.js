/* Prose as plain text, for the box that stands in for the editor, and for counting. */

/** Empty lines end paragraphs, others are line breaks. */
export function plainTextToHTML(text) {
  const box = document.createElement("div");
  for (const block of text.split(/\n{2,}/).filter(Boolean)) {
    const paragraph = box.appendChild(document.createElement("p"));
    paragraph.textContent = block;
    paragraph.innerHTML = paragraph.innerHTML.replaceAll("\n", "<br>");
  }
  return box.innerHTML;
}

export function htmlToPlainText(html) {
  const lines = html
    .replace(/<li>/g, "- ")
    .replace(/<\/p><\/li>|<br>/g, "\n")
    .replace(/<\/p>|<\/[uo]l>/g, "\n\n");
  return new DOMParser().parseFromString(lines, "text/html").body.textContent.trim();
}

/** Words as word processors count them, and as count_words does on the server. */
export function countWords(text) {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
