/* Tables within a text: rows of cells of one line or several, all rows equally long.

   Cells are never merged, so that what a row needs is little. The first row may name
   the columns (th). Tab leaves the editor here, too; arrows go from cell to cell. */

import { Fragment, Node, Plugin, TextSelection, closeHistory } from "tiptap";

export function textTable() {
  return Node.create({
    name: "textTable",
    group: "section",
    content: "textTableRow+",
    isolating: true,
    parseHTML: () => [{ tag: "table" }],
    renderHTML: () => ["table", 0],
    addKeyboardShortcuts() {
      const inCell = (act) => () => Boolean(placeOf(this.editor.state)) && act();
      const clear = () => clearCells(this.editor.view);
      return {
        Enter: inCell(() => breakLine(this.editor.view)),
        "Shift-Enter": inCell(() => breakLine(this.editor.view)),
        ArrowDown: inCell(() => leave(this.editor, 1)),
        ArrowUp: inCell(() => leave(this.editor, -1)),
        Backspace: clear,
        Delete: clear,
      };
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        appendTransaction: (transactions, _before, state) =>
          transactions.some(({ docChanged }) => docChanged) ? evened(state) : null,
        props: {
          handlePaste: (view, _event, slice) => pasteIntoCell(view, slice),
          handleTextInput: (view, _from, _to, text) => {
            if (!clearCells(view)) return false;
            view.dispatch(view.state.tr.insertText(text));
            return true;
          },
        },
      }),
    ],
  });
}

export function textTableRow() {
  return Node.create({
    name: "textTableRow",
    content: "textTableCell+",
    parseHTML: () => [{ tag: "tr" }],
    renderHTML: () => ["tr", 0],
  });
}

export function textTableCell() {
  return Node.create({
    name: "textTableCell",
    content: "inline*",
    isolating: true,
    addAttributes: () => ({ isHeading: { default: false, rendered: false } }),
    parseHTML: () => [
      // The first cell of a row is one, too, where a table is only shown.
      { tag: "th[scope=row]" },
      { tag: "th", attrs: { isHeading: true } },
      { tag: "td" },
    ],
    renderHTML: ({ node }) => [node.attrs.isHeading ? "th" : "td", 0],
  });
}

/** Where the caret is: the table, its position, row and column; null outside. */
export function placeOf(state) {
  const { $from } = state.selection;
  if ($from.parent.type.name !== "textTableCell") return null;
  const depth = $from.depth - 2;
  return {
    table: $from.node(depth),
    at: $from.before(depth),
    row: $from.index(depth),
    column: $from.index(depth + 1),
  };
}

// ---- What the toolbar does ----

const COLUMNS = 3;
const ROWS = 3;

/** Put an empty table below the paragraph that holds the caret, or in its place. */
export function insertTable({ state, view }) {
  const { schema, tr } = state;
  const { $from } = state.selection;
  const empty = Array.from({ length: ROWS }, () => Array(COLUMNS).fill(null));
  const table = tableOf(schema, empty, true);
  const block = $from.node(1);
  const isSpare = block?.type.name === "paragraph" && !block.content.size;
  const at = isSpare ? $from.before(1) : $from.after(1);
  const end = isSpare ? $from.after(1) : at;
  const isLast = end === state.doc.content.size;
  tr.replaceWith(at, end, isLast ? [table, schema.nodes.paragraph.create()] : table);
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1)));
  view.dispatch(closeHistory(tr.scrollIntoView()));
}

export const TABLE_COMMANDS = {
  addRow: changed((rows, place) => {
    rows.splice(place.row + 1, 0, rows[0].map(() => null));
    place.row += 1;
    place.column = 0;
  }),
  addColumn: changed((rows, place) => {
    for (const row of rows) row.splice(place.column + 1, 0, null);
    place.column += 1;
  }),
  removeRow: changed((rows, place) => {
    // Those below it are no names.
    if (place.row === 0) place.hasHeading = false;
    rows.splice(place.row, 1);
    place.row = Math.min(place.row, rows.length - 1);
  }),
  removeColumn: changed((rows, place) => {
    for (const row of rows) row.splice(place.column, 1);
    place.column = Math.min(place.column, rows[0]?.length - 1);
  }),
  nameColumns: changed((_rows, place) => {
    place.hasHeading = !place.hasHeading;
  }),
  removeTable: changed((rows) => rows.splice(0)),
};

/** Whether the first row of the table at the caret names the columns. */
export function namesColumns(state) {
  const place = placeOf(state);
  return Boolean(place && hasHeading(place.table));
}

/** A command that changes the rows of the table at the caret and then the place of the
    caret. */
function changed(change) {
  return ({ state, view }) => {
    const place = placeOf(state);
    const rows = rowsOf(place.table);
    place.hasHeading = hasHeading(place.table);
    change(rows, place);
    const isLeft = rows.length && rows[0].length;
    const { schema } = state;
    const node = isLeft
      ? tableOf(schema, rows, place.hasHeading)
      : schema.nodes.paragraph.create();
    const tr = state.tr.replaceWith(place.at, place.at + place.table.nodeSize, node);
    const caret = isLeft ? positionIn(node, place) : place.at + 1;
    tr.setSelection(TextSelection.near(tr.doc.resolve(caret)));
    view.dispatch(closeHistory(tr.scrollIntoView())); // a step of its own to undo
  };
}

// ---- Rows as lists of cells; what a cell holds, or null ----

function rowsOf(table) {
  return table.children.map((row) => row.children.map((cell) => cell.content));
}

const hasHeading = (table) => Boolean(table.firstChild.firstChild?.attrs.isHeading);

function tableOf({ nodes }, rows, isHeaded) {
  const made = rows.map((row, index) => {
    const isHeading = isHeaded && index === 0;
    const cells = row.map((content) => nodes.textTableCell.create({ isHeading }, content));
    return nodes.textTableRow.create(null, cells);
  });
  return nodes.textTable.create(null, made);
}

/** The position at the end of a cell. */
function positionIn(table, { at, row, column }) {
  let position = at + 1;
  for (let index = 0; index < row; index++) position += table.child(index).nodeSize;
  position += 1;
  const cells = table.child(row);
  for (let index = 0; index <= column; index++) position += cells.child(index).nodeSize;
  return position - 1;
}

/** A transaction that gives all rows of each table the same length; null if they have. */
function evened(state) {
  const { tr } = state;
  state.doc.forEach((node, at) => {
    if (node.type.name !== "textTable" || isEven(node)) return;
    const width = Math.max(...node.children.map((row) => row.childCount));
    const rows = rowsOf(node).map((row) => [
      ...row,
      ...Array(width - row.length).fill(null),
    ]);
    const even = tableOf(state.schema, rows, hasHeading(node));
    const start = tr.mapping.map(at);
    tr.replaceWith(start, start + node.nodeSize, even);
  });
  return tr.docChanged ? tr : null;
}

function isEven(table) {
  const isHeaded = hasHeading(table);
  return table.children.every(
    (row, index) =>
      row.childCount === table.firstChild.childCount &&
      row.children.every(
        (cell) => cell.attrs.isHeading === (isHeaded && index === 0),
      ),
  );
}

// ---- Keys and pastes ----

function breakLine(view) {
  const line = view.state.schema.nodes.hardBreak.create();
  view.dispatch(view.state.tr.replaceSelectionWith(line).scrollIntoView());
  return true;
}

/** Go on above or below a table with which the text begins or ends. */
function leave(editor, direction) {
  const { state, view } = editor;
  const place = placeOf(state);
  const edge = direction > 0 ? place.table.childCount - 1 : 0;
  const outside = direction > 0 ? place.at + place.table.nodeSize : place.at;
  const isEdgeOfText = outside === (direction > 0 ? state.doc.content.size : 0);
  if (place.row !== edge || !isEdgeOfText) return false;
  if (!view.endOfTextblock(direction > 0 ? "down" : "up")) return false;
  const tr = state.tr.insert(outside, state.schema.nodes.paragraph.create());
  tr.setSelection(TextSelection.near(tr.doc.resolve(outside + 1)));
  view.dispatch(tr.scrollIntoView());
  return true;
}

/** Empty the selected cells, if there are several of one table: they stay cells. */
function clearCells(view) {
  const { state } = view;
  const { $from, $to } = state.selection;
  const place = placeOf(state);
  if (!place || $from.sameParent($to)) return false;
  if ($to.pos > place.at + place.table.nodeSize) return false;
  const { tr } = state;
  state.doc.nodesBetween($from.pos, $to.pos, (node, position) => {
    if (node.type.name !== "textTableCell") return;
    const start = Math.max(position + 1, $from.pos);
    const end = Math.min(position + 1 + node.content.size, $to.pos);
    if (end > start) tr.delete(tr.mapping.map(start), tr.mapping.map(end));
  });
  tr.setSelection(TextSelection.near(tr.doc.resolve($from.pos)));
  view.dispatch(tr);
  return true;
}

/** In a cell, cells are pasted from it on, and other text as lines. */
function pasteIntoCell(view, slice) {
  if (!placeOf(view.state)) return false;
  const first = slice.content.firstChild;
  const isTable = slice.content.childCount === 1 && first.type.name === "textTable";
  clearCells(view);
  if (isTable) pasteCells(view, rowsOf(first));
  else {
    const content = asLines(slice.content, view.state.schema);
    const { from, to } = view.state.selection;
    const tr = view.state.tr.replaceWith(from, to, content);
    tr.setSelection(TextSelection.near(tr.doc.resolve(from + content.size), -1));
    view.dispatch(tr.setMeta("paste", true).scrollIntoView());
  }
  return true;
}

function pasteCells(view, pasted) {
  const { state } = view;
  const place = placeOf(state);
  const rows = rowsOf(place.table);
  const width = Math.max(rows[0].length, place.column + pasted[0].length);
  while (rows.length < place.row + pasted.length) rows.push([]);
  for (const row of rows) while (row.length < width) row.push(null);
  pasted.forEach((cells, row) =>
    cells.forEach((cell, column) => {
      rows[place.row + row][place.column + column] = cell;
    }),
  );
  const table = tableOf(state.schema, rows, hasHeading(place.table));
  const tr = state.tr.replaceWith(place.at, place.at + place.table.nodeSize, table);
  tr.setSelection(TextSelection.near(tr.doc.resolve(positionIn(table, place))));
  view.dispatch(tr.setMeta("paste", true).scrollIntoView());
}

/** What paragraphs, items and cells hold, each on a line of its own. */
function asLines(fragment, schema) {
  const lines = [];
  const addLine = (content) => {
    if (lines.length) lines.push(schema.nodes.hardBreak.create());
    lines.push(...content);
  };
  let loose = [];
  fragment.descendants((node) => {
    if (node.isInline) loose.push(node);
    if (!node.isTextblock) return true;
    if (node.type.spec.code) {
      for (const line of node.textContent.split("\n")) {
        addLine(line ? [schema.text(line)] : []);
      }
    } else addLine(node.children);
    return false;
  });
  if (loose.length) addLine(loose);
  return Fragment.fromArray(lines);
}
