/* The cells of a table: native controls, read and written as values.

   Numbers and yes or no are written as questionnaire/content/tables/ stores them, so
   that a text means the same in both languages of the page. */

import { formatNumber, parseNumber } from "studio/content/tables/numbers";
import { pageLanguage } from "studio/shared/wording";

export const CONTROLS = ":is(input, select, textarea)";

export const cellsOf = (row) => [...row.querySelectorAll("[data-key]")];

export const isEmpty = (values) => !Object.keys(values).length;

const controlsOf = (cell) => [...cell.querySelectorAll(CONTROLS)];

export function firstControl(cell) {
  return controlsOf(cell)[0];
}

export function focusCell(cell) {
  (cell.querySelector("summary") ?? firstControl(cell)).focus();
}

/** Whether a control's value differs from the one that the server rendered. */
export function wasTyped(control) {
  if (control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.matches("select")) {
    const stored = [...control.options].find((option) => option.defaultSelected);
    return control.value !== (stored?.value ?? "");
  }
  return control.value !== control.defaultValue;
}

// ---- Reading ----

/** {column key: value} of the cells that are not empty. */
export function readRow(row) {
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
  // Text that is not a number stays as typed; the server says what is wrong.
  return isNumber(kind) ? (parseNumber(text, pageLanguage()) ?? text) : text;
}

const isNumber = (kind) => kind === "number" || kind === "money";

// ---- Writing ----

export function writeCell(cell, value) {
  const controls = controlsOf(cell);
  const { kind } = cell.dataset;
  if (kind === "multichoice") {
    for (const box of controls) box.checked = (value ?? []).includes(box.value);
    showChosen(cell);
  } else if (isNumber(kind)) {
    controls[0].value = formatNumber(value ?? "", pageLanguage());
  } else controls[0].value = String(value ?? "");
}

/** Write a pasted text; false if it is not one of the cell's choices. */
export function pasteIntoCell(cell, pasted) {
  const text = pasted.trim();
  if (cell.dataset.kind === "multichoice") return pasteChoices(cell, text);
  const control = firstControl(cell);
  if (control.matches("select")) return pasteChoice(control, text);
  const isLong = cell.dataset.kind === "text";
  control.value = isLong ? text : text.replace(/\s*\n\s*/g, " ");
  return true;
}

const folded = (word) => word.trim().toLocaleLowerCase();

function pasteChoices(cell, text) {
  const wanted = text.split(/[,;]/).map(folded).filter(Boolean);
  const controls = controlsOf(cell);
  const chosen = controls.filter(
    (box) =>
      wanted.includes(folded(box.parentElement.textContent)) ||
      wanted.includes(box.value),
  );
  for (const box of controls) box.checked = chosen.includes(box);
  showChosen(cell);
  return chosen.length === wanted.length;
}

function pasteChoice(select, text) {
  const option = [...select.options].find(
    (each) => folded(each.text) === folded(text) || each.value === text,
  );
  select.value = option?.value ?? "";
  return Boolean(option);
}

// ---- Closed lists of choices ----

/** Show what is chosen while the list is closed. */
export function showChosen(cell) {
  const chosen = controlsOf(cell).filter((box) => box.checked);
  const labels = chosen.map((box) => {
    const label = document.createElement("span");
    label.textContent = box.parentElement.textContent.trim();
    return label;
  });
  cell.querySelector("[data-chosen]").replaceChildren(...labels);
}

/** A closed list of choices says what is chosen in its name. */
export function nameChoices(cell, name, none) {
  const summary = cell.querySelector("summary");
  if (!summary) return;
  const labels = [...summary.querySelectorAll("[data-chosen] > span")];
  const chosen = labels.map((label) => label.textContent).join(", ");
  summary.setAttribute("aria-label", `${name}: ${chosen || none}`);
}
