/* The editor of tables: rows of native controls, on each [data-table-editor].

   The server renders the rows and all words (see
   templates/questionnaire/widgets/table_editor.html). This module writes the rows as
   JSON into the hidden textarea, which posts them in place of the controls, and fires
   "input" on it at each change. Until then, or without script, the controls post
   themselves.

   Numbers and yes or no are written as questionnaire/tables/ stores them, so that a
   text means the same in both languages of the page. */

const editors = new Map(); // textarea → Editor
const CONTROLS = ":is(input, select, textarea)";

// ---- For the page: saving, drafts, combining ----

export const isTable = (textarea) => editors.has(textarea);

/** Replace all rows; `text` is JSON, or "". */
export function setRows(textarea, text) {
  editors.get(textarea)?.show(parse(text));
}

export function focus(textarea) {
  editors.get(textarea)?.firstControl().focus();
}

/** What rows say, for comparing: `content` is JSON or what the server stores. */
export function meaning(content) {
  const rows = Array.isArray(content) ? content : parse(content);
  const filled = rows.map((row) => Object.entries(row).sort()).filter((row) => row.length);
  return filled.length ? JSON.stringify(filled) : "";
}

/** Start the editors inside an element; those already started are left alone. */
export function start(root = document) {
  for (const box of root.querySelectorAll("[data-table-editor]")) {
    if (!box.dataset.tableEditor) new Editor(box);
  }
}

function parse(text) {
  try {
    const rows = JSON.parse(text || "[]");
    return Array.isArray(rows) ? rows : [];
  } catch {
    return [];
  }
}

// ---- One editor ----

class Editor {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.textarea = box.querySelector("textarea[hidden]");
    this.body = box.querySelector("tbody");
    this.blank = box.querySelector("template").content.firstElementChild;
    this.note = box.querySelector("[data-note]");
    this.undo = null;
    box.dataset.tableEditor = "started";
    this.takeOver();
    editors.set(this.textarea, this);
    box.addEventListener("click", (event) => this.click(event));
    box.addEventListener("input", (event) => this.typed(event));
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("paste", (event) => this.paste(event));
  }

  /** The textarea posts from now on, not the controls. */
  takeOver() {
    if (this.controls().some(wasTyped)) this.textarea.dataset.typedEarly = "yes";
    for (const control of this.controls()) control.removeAttribute("name");
    this.textarea.name = this.words.name;
    this.textarea.disabled = false;
    const isSpare = (row) => isEmpty(read(row)) && !row.contains(document.activeElement);
    while (this.rows.length > 1 && isSpare(this.rows.at(-1))) this.rows.at(-1).remove();
    for (const hidden of this.box.querySelectorAll(".table-editor__row-actions, .table-editor__actions")) hidden.hidden = false;
    this.number();
    this.textarea.value = this.text();
    this.textarea.defaultValue = this.textarea.value;
  }

  get rows() {
    return [...this.body.children];
  }

  controls() {
    return [...this.body.querySelectorAll(CONTROLS)];
  }

  firstControl() {
    return controlsOf(this.rows[0].querySelector("[data-key]"))[0];
  }

  text() {
    const rows = this.rows.map(read);
    while (rows.length && isEmpty(rows.at(-1))) rows.pop();
    return rows.length ? JSON.stringify(rows) : "";
  }

  publish() {
    const text = this.text();
    if (this.textarea.value === text) return;
    this.textarea.value = text;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Replace all rows, without a word: the page does this. */
  show(rows) {
    this.body.replaceChildren();
    for (const row of rows.length ? rows : [{}]) this.append(row);
    this.hideNote();
    this.number();
    this.publish();
  }

  append(values = {}, before = null) {
    const row = document.importNode(this.blank, true);
    for (const acts of row.querySelectorAll(".table-editor__row-actions")) acts.hidden = false;
    this.body.insertBefore(row, before);
    for (const cell of cellsOf(row)) write(cell, values[cell.dataset.key]);
    return row;
  }

  /** Give every row its number, in sight and in the names of its controls. */
  number() {
    const { rows, words } = this;
    rows.forEach((row, index) => {
      const place = { row: index + 1 };
      row.querySelector("[data-number]").textContent = place.row;
      for (const cell of cellsOf(row)) {
        const name = fill(words.cell, { ...place, column: cell.dataset.label });
        const named = cell.querySelectorAll("[aria-label]");
        for (const element of named) element.setAttribute("aria-label", name);
        nameChoices(cell, name);
      }
      for (const act of ["up", "down", "remove"]) {
        const button = row.querySelector(`[data-act="${act}"]`);
        button.setAttribute("aria-label", fill(words[act], place));
        button.title = fill(words[act], place);
      }
      const [up, down] = row.querySelectorAll(".table-editor__row-actions button");
      up.setAttribute("aria-disabled", index === 0);
      down.setAttribute("aria-disabled", index === rows.length - 1);
    });
  }

  // ---- What people do ----

  typed({ target }) {
    if (target === this.textarea || !this.body.contains(target)) return;
    const cell = target.closest("[data-key]");
    if (cell.dataset.kind === "multichoice") this.showChosen(cell);
    this.hideNote();
    this.publish();
  }

  showChosen(cell) {
    showChosen(cell);
    this.number();
  }

  click(event) {
    const button = event.target.closest("[data-act]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { act } = button.dataset;
    const row = button.closest("tr");
    if (act === "add") this.add();
    else if (act === "remove") this.remove(row);
    else if (act === "undo") this.takeBack();
    else this.move(row, act, button);
  }

  add() {
    if (this.rows.length >= Number(this.words.maxRows)) {
      this.say(this.words.full);
      return;
    }
    this.hideNote();
    const row = this.append();
    this.number();
    focusCell(cellsOf(row)[0]);
    announce(fill(this.words.added, { row: this.rows.length }));
  }

  remove(row) {
    const values = read(row);
    const index = this.rows.indexOf(row);
    row.remove();
    if (!this.rows.length) this.append();
    this.number();
    this.publish();
    this.undo = () => {
      const isAlone = this.rows.length === 1 && isEmpty(read(this.rows[0]));
      if (isAlone) this.rows[0].remove();
      return this.append(values, this.rows[index] ?? null);
    };
    this.say(fill(this.words.removed, { row: index + 1 }));
    this.note.querySelector("button").focus();
  }

  move(row, way, button) {
    if (way === "up") this.body.insertBefore(row, row.previousElementSibling);
    else this.body.insertBefore(row.nextElementSibling, row);
    this.hideNote();
    this.number();
    this.publish();
    button.focus();
    announce(fill(this.words.moved, { row: this.rows.indexOf(row) + 1 }));
  }

  takeBack() {
    const row = this.undo?.();
    this.hideNote();
    this.number();
    this.publish();
    if (row) focusCell(cellsOf(row)[0]);
    announce(this.words.undone);
  }

  /** Enter leads to the row below, as in a spreadsheet; with Ctrl it saves. */
  press(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.matches("tbody :is(input, select)")) return;
    event.preventDefault();
    const { key } = event.target.closest("[data-key]").dataset;
    const below = event.target.closest("tr").nextElementSibling;
    if (below) focusCell(cellsOf(below).find((cell) => cell.dataset.key === key));
  }

  // ---- Pasting ----

  paste(event) {
    const cell = event.target.closest("[data-key]");
    const grid = cell && pastedGrid(event);
    if (!grid) return;
    event.preventDefault();
    const before = this.rows.map(read);
    const { first, last, leftOut } = this.fill(cell, grid);
    this.number();
    this.publish();
    this.undo = () => {
      this.body.replaceChildren();
      for (const row of before) this.append(row);
      return this.rows[first - 1];
    };
    const said = [fill(this.words.pasted, { first, last })];
    if (leftOut) said.push(fill(this.words.leftOut, { count: leftOut }));
    this.say(said.join(" "));
  }

  /** Put a grid of texts into the table, from this cell on. */
  fill(cell, grid) {
    const start = this.rows.indexOf(cell.closest("tr"));
    const offset = cellsOf(cell.closest("tr")).indexOf(cell);
    const room = Number(this.words.maxRows) - start;
    let leftOut = grid.slice(room).flat().filter(Boolean).length;
    const taken = grid.slice(0, room);
    taken.forEach((texts, line) => {
      const row = this.rows[start + line] ?? this.append();
      const cells = cellsOf(row).slice(offset);
      texts.forEach((text, index) => {
        const isPut = index < cells.length ? writeText(cells[index], text) : !text;
        if (!isPut) leftOut += 1;
      });
    });
    return { first: start + 1, last: start + taken.length, leftOut };
  }

  // ---- What is said ----

  say(text) {
    this.note.querySelector("[data-said]").textContent = text;
    this.note.querySelector("button").hidden = !this.undo;
    this.note.hidden = false;
    announce(text);
  }

  hideNote() {
    this.undo = null;
    this.note.hidden = true;
  }
}

function announce(text) {
  document.getElementById("announce").textContent = text;
}

function fill(words, values) {
  return words.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

// ---- Cells ----

const cellsOf = (row) => [...row.querySelectorAll("[data-key]")];
const controlsOf = (cell) => [...cell.querySelectorAll(CONTROLS)];
const isEmpty = (values) => !Object.keys(values).length;

function focusCell(cell) {
  (cell.querySelector("summary") ?? controlsOf(cell)[0]).focus();
}

function wasTyped(control) {
  if (control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.matches("select")) {
    const stored = [...control.options].find((option) => option.defaultSelected);
    return control.value !== (stored?.value ?? "");
  }
  return control.value !== control.defaultValue;
}

/** {column key: value} of the cells that say something. */
function read(row) {
  const values = {};
  for (const cell of cellsOf(row)) {
    const value = readCell(cell);
    if (value !== "" && value.length !== 0) values[cell.dataset.key] = value;
  }
  return values;
}

function readCell(cell) {
  const controls = controlsOf(cell);
  const { kind } = cell.dataset;
  if (kind === "multichoice") {
    return controls.filter((box) => box.checked).map((box) => box.value);
  }
  const text = controls[0].value.trim();
  if (kind === "boolean") return text === "" ? "" : text === "true";
  return kind === "number" || kind === "money" ? plainNumber(text) : text;
}

function write(cell, value) {
  const controls = controlsOf(cell);
  if (cell.dataset.kind === "multichoice") {
    for (const box of controls) box.checked = (value ?? []).includes(box.value);
    showChosen(cell);
  } else if (isNumber(cell)) controls[0].value = localNumber(value ?? "");
  else controls[0].value = String(value ?? "");
}

const isNumber = (cell) => ["number", "money"].includes(cell.dataset.kind);

/** Write what was pasted; false for what is not in the list of the cell. */
function writeText(cell, pasted) {
  const text = pasted.trim();
  const controls = controlsOf(cell);
  const said = (word) => word.trim().toLocaleLowerCase();
  if (cell.dataset.kind === "multichoice") {
    const wanted = text.split(/[,;]/).map(said).filter(Boolean);
    const isWanted = (box) => wanted.includes(said(box.parentElement.textContent)) || wanted.includes(box.value);
    const chosen = controls.filter(isWanted);
    for (const box of controls) box.checked = chosen.includes(box);
    showChosen(cell);
    return chosen.length === wanted.length;
  }
  if (!controls[0].matches("select")) {
    controls[0].value = cell.dataset.kind === "text" ? text : text.replace(/\s*\n\s*/g, " ");
    return true;
  }
  const isIt = (option) => said(option.text) === said(text) || option.value === text;
  const option = [...controls[0].options].find(isIt);
  controls[0].value = option?.value ?? "";
  return Boolean(option);
}

function showChosen(cell) {
  const chosen = controlsOf(cell).filter((box) => box.checked);
  const labels = chosen.map((box) => {
    const label = document.createElement("span");
    label.textContent = box.parentElement.textContent.trim();
    return label;
  });
  cell.querySelector("[data-chosen]").replaceChildren(...labels);
}

/** A closed list of choices says what is chosen in its name. */
function nameChoices(cell, name) {
  const summary = cell.querySelector("summary");
  if (!summary) return;
  const { none } = cell.closest("[data-table-editor]").dataset;
  const chosen = [...summary.querySelectorAll("[data-chosen] > span")].map((each) => each.textContent);
  summary.setAttribute("aria-label", `${name}: ${chosen.join(", ") || none}`);
}

// ---- Numbers ----

const SPACES = /[\u0020\u00a0\u202f\u2009'’]/g;
const isFrench = () => document.documentElement.lang.startsWith("fr");

/** “1 234,5” and “1,234.5” as 1234.5; what is no number stays as it is typed. */
function plainNumber(text) {
  const typed = text.replace("−", "-");
  const byCommas = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
  const bySpaces = /^[+-]?(\d{1,3}([\u0020\u00a0\u202f\u2009'’]\d{3})+|\d+)([.,]\d+)?$/;
  let plain = null;
  if (byCommas.test(typed) && !(isFrench() && bySpaces.test(typed))) plain = typed.replaceAll(",", "");
  else if (bySpaces.test(typed)) plain = typed.replace(SPACES, "").replace(",", ".");
  if (plain === null) return text;
  const [, sign, whole, part = ""] = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(plain);
  const number = part ? `${whole}.${part}` : whole;
  return sign === "-" && number !== "0" ? `-${number}` : number;
}

function localNumber(value) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!found) return String(value);
  const [, sign, whole, part] = found;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, isFrench() ? "\u00a0" : ",");
  return sign + grouped + (part ? (isFrench() ? "," : ".") + part : "");
}

// ---- The clipboard ----

/** What a spreadsheet copied, as rows of texts; null for a text of one cell. */
function pastedGrid({ clipboardData }) {
  const text = clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const isGrid = text.includes("\t") || /<table/i.test(clipboardData.getData("text/html"));
  if (!isGrid || (!text.includes("\t") && !text.includes("\n"))) return null;
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

document.addEventListener("htmx:load", (event) => start(event.target));

start();
