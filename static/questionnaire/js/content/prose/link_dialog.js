/* The dialog that makes, changes and removes a link. */

import { completeAddress, isAllowedAddress } from "studio/content/prose/addresses";

/** Open it for the selection of a Tiptap editor. */
export function openLinkDialog(editor) {
  const dialog = document.getElementById("link-dialog");
  const input = dialog.querySelector("input");
  input.value = editor.getAttributes("link").href ?? "";
  dialog.querySelector("[data-remove-link]").hidden = !editor.isActive("link");
  showAddressError(dialog, false);
  dialog.returnValue = "";

  const check = (event) => {
    if (event.submitter.value !== "apply") return;
    if (isAllowedAddress(completeAddress(input.value))) return;
    event.preventDefault();
    showAddressError(dialog, true);
    input.focus();
  };
  dialog.addEventListener("submit", check);
  dialog.addEventListener(
    "close",
    () => {
      dialog.removeEventListener("submit", check);
      applyChoice(editor, dialog.returnValue, input.value.trim());
    },
    { once: true },
  );
  dialog.showModal();
  input.select();
  return true;
}

function showAddressError(dialog, isShown) {
  const error = dialog.querySelector("#link-dialog-error");
  const input = dialog.querySelector("input");
  error.hidden = !isShown;
  input.setAttribute("aria-invalid", isShown);
  input.setAttribute(
    "aria-describedby",
    isShown ? "link-dialog-hint link-dialog-error" : "link-dialog-hint",
  );
}

function applyChoice(editor, choice, typed) {
  const chain = editor.chain().focus();
  const href = completeAddress(typed);
  if (choice === "remove") chain.extendMarkRange("link").unsetLink().run();
  else if (choice !== "apply") chain.run();
  else if (editor.state.selection.empty && !editor.isActive("link")) {
    const marks = [{ type: "link", attrs: { href } }];
    chain.insertContent({ type: "text", text: typed, marks }).run();
  } else chain.extendMarkRange("link").setLink({ href }).run();
}
