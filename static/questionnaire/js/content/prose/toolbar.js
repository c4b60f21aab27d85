/* The toolbar of the prose editor: what its buttons do and how they look. */

import { openLinkDialog } from "studio/content/prose/link_dialog";

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  outdent: (chain) => chain.liftListItem("listItem"),
  indent: (chain) => chain.sinkListItem("listItem"),
  blockquote: (chain) => chain.toggleBlockquote(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

/** `editor` is Tiptap's; a box that is only read has no toolbar. */
export function startToolbar(box, editor) {
  const toolbar = box.querySelector(".prose-toolbar");
  if (!toolbar) return;
  const buttons = [...toolbar.querySelectorAll("button")];
  toolbar.inert = false;
  moveByArrows(toolbar, buttons);
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(button, editor);
  });
  const show = () => buttons.forEach((button) => showState(button, editor));
  editor.on("transaction", show);
  show();
}

function press(button, editor) {
  const { command } = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") return;
  if (command === "link") openLinkDialog(editor);
  else COMMANDS[command](editor.chain().focus()).run();
}

function showState(button, editor) {
  const { command } = button.dataset;
  if (button.hasAttribute("aria-pressed")) {
    button.setAttribute("aria-pressed", editor.isActive(command));
  } else {
    button.setAttribute("aria-disabled", !COMMANDS[command](editor.can()));
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
