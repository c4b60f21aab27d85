/* The toolbars of the prose editor: what their buttons do and how they look. */

import { openLinkDialog } from "studio/content/prose/link_dialog";
import {
  TABLE_COMMANDS,
  insertTable,
  namesColumns,
  placeOf,
} from "studio/content/prose/text_tables";

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  raised: (chain) => chain.toggleMark("raised"),
  lowered: (chain) => chain.toggleMark("lowered"),
  heading: (chain) => chain.toggleNode("heading", "paragraph", { level: 1 }),
  subheading: (chain) => chain.toggleNode("heading", "paragraph", { level: 2 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  outdent: (chain) => chain.liftListItem("listItem"),
  indent: (chain) => chain.sinkListItem("listItem"),
  blockquote: (chain) => chain.toggleBlockquote(),
  preformatted: (chain) => chain.toggleNode("preformatted", "paragraph"),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

// Commands that are no steps of a chain.
const WHOLE = { link: openLinkDialog, table: insertTable, ...TABLE_COMMANDS };

const PRESSED = {
  heading: (editor) => editor.isActive("heading", { level: 1 }),
  subheading: (editor) => editor.isActive("heading", { level: 2 }),
  nameColumns: ({ state }) => namesColumns(state),
};

const CAN = { table: ({ state }) => !placeOf(state) };

/** `editor` is Tiptap's; a box that is only read has no toolbar. */
export function startToolbar(box, editor) {
  for (const toolbar of box.querySelectorAll(".prose-toolbar")) {
    const buttons = [...toolbar.querySelectorAll("button")];
    toolbar.inert = false;
    moveByArrows(toolbar, buttons);
    toolbar.addEventListener("mousedown", (event) => event.preventDefault());
    toolbar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) press(button, editor);
    });
    const show = () => {
      buttons.forEach((button) => showState(button, editor));
      if (isOfTables(toolbar)) toolbar.hidden = !(editor.isEditable && placeOf(editor.state));
    };
    editor.on("transaction", show);
    show();
  }
}

const isOfTables = (toolbar) => toolbar.matches(".prose-toolbar--table");

function press(button, editor) {
  const { command } = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") return;
  if (command in COMMANDS) COMMANDS[command](editor.chain().focus()).run();
  else {
    WHOLE[command](editor);
    // The link has a dialog, which gives the focus back itself.
    if (command !== "link") editor.commands.focus();
  }
}

function showState(button, editor) {
  const { command } = button.dataset;
  if (button.hasAttribute("aria-pressed")) {
    const isPressed = PRESSED[command] ?? (() => editor.isActive(command));
    button.setAttribute("aria-pressed", isPressed(editor));
  } else if (command in COMMANDS || command in CAN) {
    const can = CAN[command] ?? (() => COMMANDS[command](editor.can()));
    button.setAttribute("aria-disabled", !can(editor));
  }
}

/** One stop for Tab; arrows, Home and End go from button to button. */
function moveByArrows(toolbar, buttons) {
  const stopAt = (stop) => {
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  };
  stopAt(buttons[0]);
  toolbar.addEventListener("focusin", (event) => stopAt(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const index = buttons.indexOf(event.target);
    const forward = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
    const next = {
      ArrowRight: index + forward,
      ArrowLeft: index - forward,
      Home: 0,
      End: -1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons.at(next % buttons.length).focus();
  });
}
