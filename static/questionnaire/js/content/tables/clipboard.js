/* What a spreadsheet puts on the clipboard. */

/** Pasted text as rows of cells; null for a single cell. */
export function pastedGrid({ clipboardData }) {
  const text = clipboardData.getData("text/plain");
  return parseGrid(text, clipboardData.getData("text/html"));
}

/** `text` has tabs between cells; `html` only shows whether it came from a table. */
export function parseGrid(text, html = "") {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const hasCells = lines.includes("\t");
  const isGrid = hasCells || (/<table/i.test(html) && lines.includes("\n"));
  return isGrid ? parseTabs(lines) : null;
}

/** Cells with line breaks or quotes are in quotes, and the quotes inside are doubled. */
function parseTabs(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    const row = rows.at(-1);
    if (isQuoted) {
      if (mark !== '"') row[row.length - 1] += mark;
      else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
      else isQuoted = false;
    } else if (mark === '"' && row.at(-1) === "") isQuoted = true;
    else if (mark === "\t") row.push("");
    else if (mark === "\n") rows.push([""]);
    else row[row.length - 1] += mark;
  }
  return rows;
}
