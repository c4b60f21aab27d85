/* A text beside its source: each paragraph of the source stands at the height of its
   translation, and can be copied into it.

   The editor is one; nothing is written into its paragraphs. What moves them down is a
   style sheet of this module, because the editor would take a style for a change. */

import { showParts } from "studio/content/fields";
import { focus, getHTML, setHTML, showCaret } from "studio/content/prose/fields";

const SIDE_BY_SIDE = matchMedia("(min-width: 62rem)");

export function startSideBySide() {
  const pairs = [...document.querySelectorAll("[data-side-by-side]")];
  if (!pairs.length) return;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const align = oncePerFrame(() => alignAll(pairs, sheet));
  // What is typed may push down the line that it is typed in.
  const follow = oncePerFrame(() => {
    alignAll(pairs, sheet);
    for (const pair of pairs) showCaret(pair.querySelector("textarea"));
  });
  const refresh = () => {
    offerCopies();
    align();
  };
  for (const name of ["editor:ready", "input", "htmx:afterSettle"]) {
    document.addEventListener(name, name === "input" ? follow : refresh);
  }
  window.addEventListener("resize", align);
  document.addEventListener("click", copy);
  document.fonts.ready.then(refresh);
}

function oncePerFrame(action) {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      action();
    });
  };
}

// ---- Heights ----

function alignAll(pairs, sheet) {
  sheet.replaceSync("");
  for (const item of document.querySelectorAll(".translation-pair__paragraph")) {
    item.style.marginTop = "";
  }
  if (!SIDE_BY_SIDE.matches) return;
  sheet.replaceSync(pairs.flatMap(align).join("\n"));
}

/** Push down whichever of two paragraphs stands higher; the rules for the editor’s. */
function align(pair) {
  const editor = document.getElementById(`${pair.querySelector("textarea")?.id}-editor`);
  const items = [...pair.querySelectorAll("[data-target]")];
  if (!editor) return [];
  const measured = items
    .map((item) => ({ item, place: Number(item.dataset.target) }))
    .filter(({ place }) => editor.children[place])
    .map(({ item, place }) => {
      const text = item.firstElementChild.getBoundingClientRect().top;
      return { item, place, text, translation: topOfText(editor.children[place]) };
    });
  const rules = [];
  let [down, downInEditor, last] = [0, 0, -1];
  for (const { item, place, text, translation } of measured) {
    if (place <= last) continue; // a moved paragraph stands elsewhere
    last = place;
    const gap = translation + downInEditor - (text + down);
    if (gap > 0) {
      item.style.marginTop = `${gap}px`;
      down += gap;
    } else if (gap < 0) {
      rules.push(`#${editor.id} > :nth-child(${place + 1}) { padding-top: ${-gap}px; }`);
      downInEditor -= gap;
    }
  }
  return rules;
}

const topOfText = (element) => element.getBoundingClientRect().top;

// ---- Copying ----

function offerCopies() {
  for (const button of document.querySelectorAll("[data-copy-paragraph], [data-copy-part]")) {
    button.hidden = false;
  }
}

function copy({ target }) {
  const button = target.closest?.("[data-copy-paragraph], [data-copy-part]");
  if (!button) return;
  const { copyParagraph, copyPart } = button.dataset;
  const field = document.getElementById(`id_${copyParagraph ?? copyPart}`);
  const source = button.nextElementSibling;
  if (copyPart) showParts(field, [source]);
  else copyInto(field, source, placeOf(button.closest("li")));
}

/** Where the translation of a paragraph belongs: after that of the one before it. */
function placeOf(item) {
  let before = item.previousElementSibling;
  while (before && !before.dataset.target) before = before.previousElementSibling;
  return before ? Number(before.dataset.target) + 1 : 0;
}

function copyInto(field, source, place) {
  const text = document.createElement("template");
  text.innerHTML = getHTML(field);
  const { children } = text.content;
  const isEmpty = children.length === 1 && !children[0].textContent;
  if (isEmpty) children[0].remove();
  text.content.insertBefore(source.content.cloneNode(true), children[place] ?? null);
  setHTML(field, text.innerHTML);
  focus(field);
}
