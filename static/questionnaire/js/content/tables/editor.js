/* The editor of tables: rows of native controls, in one [data-table-editor].

   The server renders the rows and all words (see
   templates/questionnaire/widgets/table_editor.html). The editor writes the rows as
   JSON into the hidden textarea, which posts them in place of the controls, and fires
   "input" on it at each change. */

import {
  CONTROLS,
  cellsOf,
  firstControl,
  focusCell,
  isEmpty,
  nameChoices,
  pasteIntoCell,
  readRow,
  showChosen,
  wasTyped,
  writeCell,
} from "studio/content/tables/cells";
import { pastedGrid } from "studio/content/tables/clipboard";
import { announce } from "studio/shared/announce";
import { interpolate } from "studio/shared/wording";

const HIDDEN_WITHOUT_SCRIPT = ".table-editor__row-actions, .table-editor__actions";

export class TableEditor {
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
    box.addEventListener("click", (event) => this.onClick(event));
    box.addEventListener("input", (event) => this.onInput(event));
    box.addEventListener("keydown", (event) => this.onKey(event));
    box.addEventListener("paste", (event) => this.onPaste(event));
  }

  /** The textarea posts from now on, not the controls. */
  takeOver() {
    if (this.controls().some(wasTyped)) this.textarea.dataset.typedEarly = "yes";
    for (const control of this.controls()) control.removeAttribute("name");
    this.textarea.name = this.words.name;
    this.textarea.disabled = false;
    this.removeSpareRows();
    for (const hidden of this.box.querySelectorAll(HIDDEN_WITHOUT_SCRIPT)) {
      hidden.hidden = false;
    }
    this.number();
    this.textarea.value = this.text();
    this.textarea.defaultValue = this.textarea.value;
  }

  removeSpareRows() {
    const isSpare = (row) =>
      isEmpty(readRow(row)) && !row.contains(document.activeElement);
    while (this.rows.length > 1 && isSpare(this.rows.at(-1))) this.rows.at(-1).remove();
  }

  get rows() {
    return [...this.body.children];
  }

  controls() {
    return [...this.body.querySelectorAll(CONTROLS)];
  }

  focus() {
    firstControl(cellsOf(this.rows[0])[0]).focus();
  }

  text() {
    const rows = this.rows.map(readRow);
    while (rows.length && isEmpty(rows.at(-1))) rows.pop();
    return rows.length ? JSON.stringify(rows) : "";
  }

  publish() {
    const text = this.text();
    if (this.textarea.value === text) return;
    this.textarea.value = text;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Replace all rows without an announcement, on behalf of the page. */
  showRows(rows) {
    this.replaceRows(rows.length ? rows : [{}]);
    this.hideNote();
    this.number();
    this.publish();
  }

  replaceRows(rows) {
    this.body.replaceChildren();
    for (const row of rows) this.insertRow(row);
  }

  insertRow(values = {}, before = null) {
    const row = document.importNode(this.blank, true);
    for (const actions of row.querySelectorAll(".table-editor__row-actions")) actions.hidden = false;
    this.body.insertBefore(row, before);
    for (const cell of cellsOf(row)) writeCell(cell, values[cell.dataset.key]);
    return row;
  }

  /** Number the rows, visibly and in the names of their controls. */
  number() {
    this.rows.forEach((row, index) => {
      row.querySelector("[data-number]").textContent = index + 1;
      for (const cell of cellsOf(row)) this.nameCell(cell, index + 1);
      for (const action of ["up", "down", "remove"]) {
        const button = row.querySelector(`[data-act="${action}"]`);
        const name = interpolate(this.words[action], { row: index + 1 });
        button.setAttribute("aria-label", name);
        button.title = name;
      }
      const [up, down] = row.querySelectorAll(".table-editor__row-actions button");
      up.setAttribute("aria-disabled", index === 0);
      down.setAttribute("aria-disabled", index === this.rows.length - 1);
    });
  }

  nameCell(cell, row) {
    const name = interpolate(this.words.cell, { row, column: cell.dataset.label });
    for (const element of cell.querySelectorAll("[aria-label]")) {
      element.setAttribute("aria-label", name);
    }
    nameChoices(cell, name, this.words.none);
  }

  // ---- What the user does ----

  onInput({ target }) {
    if (target === this.textarea || !this.body.contains(target)) return;
    const cell = target.closest("[data-key]");
    if (cell.dataset.kind === "multichoice") {
      showChosen(cell);
      this.number();
    }
    this.hideNote();
    this.publish();
  }

  onClick(event) {
    const button = event.target.closest("[data-act]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { act: action } = button.dataset;
    const row = button.closest("tr");
    if (action === "add") this.addRow();
    else if (action === "remove") this.removeRow(row);
    else if (action === "undo") this.undoLast();
    else this.moveRow(row, action, button);
  }

  addRow() {
    if (this.rows.length >= Number(this.words.maxRows)) {
      this.showNote(this.words.full);
      return;
    }
    this.hideNote();
    const row = this.insertRow();
    this.number();
    focusCell(cellsOf(row)[0]);
    announce(interpolate(this.words.added, { row: this.rows.length }));
  }

  removeRow(row) {
    const values = readRow(row);
    const index = this.rows.indexOf(row);
    row.remove();
    if (!this.rows.length) this.insertRow();
    this.number();
    this.publish();
    this.undo = () => {
      const isAlone = this.rows.length === 1 && isEmpty(readRow(this.rows[0]));
      if (isAlone) this.rows[0].remove();
      return this.insertRow(values, this.rows[index] ?? null);
    };
    this.showNote(interpolate(this.words.removed, { row: index + 1 }));
    this.note.querySelector("button").focus();
  }

  moveRow(row, direction, button) {
    if (direction === "up") this.body.insertBefore(row, row.previousElementSibling);
    else this.body.insertBefore(row.nextElementSibling, row);
    this.hideNote();
    this.number();
    this.publish();
    button.focus();
    announce(interpolate(this.words.moved, { row: this.rows.indexOf(row) + 1 }));
  }

  undoLast() {
    const row = this.undo?.();
    this.hideNote();
    this.number();
    this.publish();
    if (row) focusCell(cellsOf(row)[0]);
    announce(this.words.undone);
  }

  /** Enter moves to the row below, as in a spreadsheet; with Ctrl it saves. */
  onKey(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.matches("tbody :is(input, select)")) return;
    event.preventDefault();
    const { key } = event.target.closest("[data-key]").dataset;
    const below = event.target.closest("tr").nextElementSibling;
    if (below) focusCell(cellsOf(below).find((cell) => cell.dataset.key === key));
  }

  // ---- Pasting ----

  onPaste(event) {
    const cell = event.target.closest("[data-key]");
    const grid = cell && pastedGrid(event);
    if (!grid) return;
    event.preventDefault();
    this.putGrid(cell, grid);
  }

  get title() {
    return this.box.querySelector("caption")?.textContent.trim() ?? "";
  }

  /** Rows that were pasted elsewhere, after those that are there.

      If the first one names the columns, their values go below the same names. */
  takeRows(rows) {
    const row = isEmpty(readRow(this.rows.at(-1))) ? this.rows.at(-1) : this.insertRow();
    this.putGrid(cellsOf(row)[0], inOrder(rows, cellsOf(row)));
    this.box.scrollIntoView({ block: "nearest" });
    focusCell(cellsOf(row)[0]);
  }

  /** Put a grid of texts into the table, and say what was done. */
  putGrid(cell, grid) {
    const before = this.rows.map(readRow);
    const { first, last, leftOut } = this.fillFrom(cell, grid);
    this.number();
    this.publish();
    this.undo = () => {
      this.replaceRows(before);
      return this.rows[first - 1];
    };
    const sentences = [interpolate(this.words.pasted, { first, last })];
    if (leftOut) sentences.push(interpolate(this.words.leftOut, { count: leftOut }));
    this.showNote(sentences.join(" "));
  }

  /** Put a grid of texts into the table, from this cell on. */
  fillFrom(cell, grid) {
    const start = this.rows.indexOf(cell.closest("tr"));
    const offset = cellsOf(cell.closest("tr")).indexOf(cell);
    const room = Number(this.words.maxRows) - start;
    let leftOut = grid.slice(room).flat().filter(Boolean).length;
    const taken = grid.slice(0, room);
    taken.forEach((texts, line) => {
      const row = this.rows[start + line] ?? this.insertRow();
      const cells = cellsOf(row).slice(offset);
      texts.forEach((text, index) => {
        const isPut = index < cells.length ? pasteIntoCell(cells[index], text) : !text;
        if (!isPut) leftOut += 1;
      });
    });
    return { first: start + 1, last: start + taken.length, leftOut };
  }

  // ---- The note below the table ----

  showNote(text) {
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

/** The rows with their values in the order of these cells, if the first row names most of
    its columns as the table does; values of other columns come last. */
function inOrder([names, ...rows], cells) {
  const plain = (text) => text.trim().toLocaleLowerCase();
  const labels = cells.map((cell) => plain(cell.dataset.label));
  const places = names.map((name) => labels.indexOf(plain(name)));
  const known = places.filter((place) => place >= 0).length;
  if (!known || known * 2 < names.filter((name) => name.trim()).length) return [names, ...rows];
  let next = cells.length;
  const targets = places.map((place) => (place >= 0 ? place : next++));
  return rows.map((row) => {
    const ordered = Array(next).fill("");
    row.forEach((text, index) => (ordered[targets[index]] = text));
    return ordered;
  });
}
