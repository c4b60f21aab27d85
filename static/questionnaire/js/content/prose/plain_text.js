/* Prose as plain text, for the box that stands in for the editor, and for counting. */

const HEADINGS = { H3: "##", H4: "###" };

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

/** With the marks that the server reads (questionnaire/content/prose/marks.py). */
export function htmlToPlainText(html) {
  const marked = new DOMParser().parseFromString(html, "text/html").body;
  for (const table of marked.querySelectorAll("table")) table.replaceWith(tableText(table));
  for (const pre of marked.querySelectorAll("pre")) {
    pre.replaceWith(`\`\`\`\n${pre.textContent}\n\`\`\`\n\n`);
  }
  for (const heading of marked.querySelectorAll("h3,h4")) {
    heading.replaceWith(`${HEADINGS[heading.tagName]} ${heading.textContent}\n\n`);
  }
  const lines = marked.innerHTML
    .replace(/<li>/g, "- ")
    .replace(/<\/p><\/li>|<br>/g, "\n")
    .replace(/<\/p>|<\/[uo]l>/g, "\n\n");
  return new DOMParser().parseFromString(lines, "text/html").body.textContent.trim();
}

function tableText(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map(cellText));
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  if (table.querySelector("th")) lines.splice(1, 0, `|${" --- |".repeat(rows[0].length)}`);
  return `${lines.join("\n")}\n\n`;
}

function cellText(cell) {
  for (const br of cell.querySelectorAll("br")) br.replaceWith(" ⏎ ");
  return cell.textContent.replaceAll("|", "\\|");
}

/** Words as word processors count them, and as count_words does on the server. */
export function countWords(text) {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
