/* What is not pasted, and what of it its author is told. */

import { all, made, styled } from "studio/content/prose/pasting/elements";

const NEVER_SAID = "hr,meta,link,button,input,select,textarea,nav,template,noscript";
const PICTURES = "img,picture,svg,video,audio,iframe,object,embed,canvas";
const MOST_NAMES = 5;

/** How much there was of each kind of what could not be kept. */
export class Losses {
  constructor() {
    this.counts = {};
    this.names = [];
  }

  add(kind, count = 1) {
    if (count) this.counts[kind] = (this.counts[kind] ?? 0) + count;
  }

  addPicture(name) {
    this.add("pictures");
    if (name && this.names.length < MOST_NAMES) this.names.push(name);
  }
}

export function leaveOut(body, losses) {
  for (const element of all(body, NEVER_SAID)) element.remove();
  leaveOutComments(body, losses);
  const hidden = styled(body, /display:\s*none|mso-hide:\s*all/i);
  losses.add("hidden", removeTexts(hidden));
  const struck = [
    ...all(body, "del,s,strike,.msoDel"),
    ...styled(body, /text-decoration[^;]*line-through/i),
  ];
  losses.add("struck", removeTexts(struck));
  writeFormulas(body, losses);
  leaveOutPictures(body, losses);
  leaveOutLines(body, losses);
}

/** Remove elements, and count those that were not inside others and had text. */
function removeTexts(elements) {
  let count = 0;
  for (const element of elements) {
    if (!element.isConnected) continue;
    if (element.textContent.trim()) count += 1;
    keepWordsApart(element);
    element.remove();
  }
  return count;
}

/** The space that a removed passage had inside stays where words would touch. */
function keepWordsApart(element) {
  const text = element.textContent;
  const before = element.previousSibling?.textContent ?? " ";
  const after = element.nextSibling?.textContent ?? " ";
  const hadSpace = /^\s|\s$/.test(text);
  if (hadSpace && /\S$/.test(before) && /^[^\s.,;:!?)]/.test(after)) element.before(" ");
}

/** Word’s comments stand at the end, Google’s exported ones too, with marks in the text. */
function leaveOutComments(body, losses) {
  const marks = all(body, ".msocomanchor,.MsoCommentReference,a[href^='#cmnt']");
  const lists = styled(body, /mso-element:\s*comment-list/i);
  // Without anything around it, what the comment says cannot be told from the text.
  const comments = all(body, "a[href^='#cmnt_ref']").map(
    (mark) => mark.closest("div,p,li") ?? mark,
  );
  const count = lists.reduce(
    (sum, list) => sum + styled(list, /mso-element:\s*comment(?!-)/i).length,
    comments.length,
  );
  losses.add("comments", count || marks.filter((mark) => mark.matches("a")).length);
  for (const element of [...lists, ...comments, ...marks]) {
    const raised = element.closest("sup");
    element.remove();
    if (raised && !raised.textContent.trim()) raised.remove();
  }
}

/** A formula is kept as what its source or its signs say. */
function writeFormulas(body, losses) {
  for (const formula of all(body, "math")) {
    if (!formula.isConnected) continue;
    const source = formula.querySelector("annotation")?.textContent;
    const text = formula.getAttribute("alttext") ?? source ?? formula.textContent;
    losses.add("formulas");
    formula.replaceWith(` ${text.trim()} `);
  }
}

function leaveOutPictures(body, losses) {
  for (const picture of all(body, PICTURES)) {
    if (!picture.isConnected) continue;
    if (!isDecoration(picture)) losses.addPicture(nameOf(picture));
    picture.remove();
  }
}

/** Dots by which pages and mail measure who reads them, and pictures of formulas. */
function isDecoration(picture) {
  const size = ["width", "height"].map((name) => picture.getAttribute(name));
  return size.includes("1") || size.includes("0") || picture.matches("[class*=mwe-math]");
}

function nameOf(picture) {
  const image = picture.matches("img") ? picture : picture.querySelector("img");
  const text = image?.getAttribute("alt") || picture.getAttribute("title");
  if (text) return text.trim().replace(/\s+/g, " ").slice(0, 60);
  const source = (image ?? picture).getAttribute("src") ?? "";
  const file = /^(?!data:|blob:).*?([^/\\?#]+\.[a-z]{3,4})(?:[?#].*)?$/i.exec(source);
  // What programs name so is no name for a reader.
  return file && !/^(clip_)?image\d+\.|^[\w-]{24,}\./i.test(file[1]) ? file[1] : "";
}

const UNDERLINE = /text-decoration[^;]*underline/i;
const HIGHLIGHT = /(?:mso-highlight|background(?:-color)?):\s*(?!transparent|white|none|inherit|initial|window|#fff(?:fff)?\b|rgba?\(255, ?255, ?255|rgba\([^)]*, ?0\))/i;

/** Lines and colours that words carry: the words stay. */
function leaveOutLines(body, losses) {
  const isText = (element) =>
    element.textContent.trim() && !element.closest("a,h1,h2,h3,h4,h5,h6,th,td>:only-child");
  const inline = "span[data-style],font[data-style]";
  const underlined = [...all(body, "u"), ...styled(body, UNDERLINE, inline)];
  const isLinked = (element) => element.querySelector("a");
  losses.add(
    "underlined",
    outermost(underlined).filter((each) => isText(each) && !isLinked(each)).length,
  );
  const highlighted = [...all(body, "mark"), ...styled(body, HIGHLIGHT, inline)];
  losses.add("highlighted", outermost(highlighted).filter(isText).length);
}

function outermost(elements) {
  const known = new Set(elements);
  const isInside = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (known.has(up)) return true;
    }
    return false;
  };
  return [...known].filter((element) => !isInside(element));
}

/** Word’s footnotes stay: their marks in the text, what they say at the end. */
export function keepFootnotes(body) {
  for (const list of styled(body, /mso-element:\s*(foot|end)note-list/i)) {
    body.append(...list.childNodes);
    list.remove();
  }
  // LibreOffice writes marks without a sign around them.
  for (const mark of all(body, "a.sdfootnoteanc,a.sdfootnotesym,a.sdendnoteanc,a.sdendnotesym")) {
    mark.replaceWith(made(body.ownerDocument, "span", `[${mark.textContent.trim()}]`));
  }
  for (const note of all(body, "p.sdfootnote,p.sdendnote,p.MsoFootnoteText,p.MsoEndnoteText")) {
    const mark = /^\s*\[\w+\](?=\S)/.exec(note.textContent);
    if (mark) spaceAfterMark(note);
  }
}

function spaceAfterMark(note) {
  const walker = note.ownerDocument.createTreeWalker(note, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: text } = walker;
    const end = text.data.indexOf("]");
    if (end < 0) continue;
    text.data = `${text.data.slice(0, end + 1)} ${text.data.slice(end + 1)}`;
    return;
  }
}
