/* What the styles of pasted text say: bold, italic, raised, lowered, headings. */

import { all, made, styleOf, unwrap, wrapContent } from "studio/content/prose/pasting/elements";

const HEADINGS = "h1,h2,h3,h4,h5,h6";

export function readStyles(body) {
  for (const element of all(body, "b,strong")) {
    if (/(^|;)\s*font-weight:\s*(normal|[1-4]00)/i.test(styleOf(element))) {
      unwrap(element);
    }
  }
  for (const element of all(body, "span[data-style],font[data-style]")) {
    const style = styleOf(element);
    if (/(^|;)\s*font-weight:\s*(bold|[6-9]00)/i.test(style)) wrapContent(element, "strong");
    if (/(^|;)\s*font-style:\s*italic/i.test(style)) wrapContent(element, "em");
    const tagName = raisedOrLowered(style);
    if (tagName && !element.closest("sup,sub") && !element.querySelector("sup,sub")) {
      wrapContent(element, tagName);
    }
  }
}

function raisedOrLowered(style) {
  if (/(^|;)\s*vertical-align:\s*super/i.test(style)) return "sup";
  if (/(^|;)\s*vertical-align:\s*sub\b/i.test(style)) return "sub";
  const raised = /mso-text-raise:\s*(-?)[\d.]*[1-9]/i.exec(style);
  if (!raised) return "";
  return raised[1] ? "sub" : "sup";
}

/** The highest headings of what is pasted become headings, all others subheadings.

    In lists, quotations and tables they are bold paragraphs. */
export function readHeadings(body) {
  nameOnlineHeadings(body);
  const headings = all(body, HEADINGS);
  const levels = headings.filter((each) => each.textContent.trim()).map(levelOf);
  const highest = Math.min(...levels);
  for (const heading of headings) {
    const isInside = heading.closest("li,blockquote,td,th");
    const tagName = levelOf(heading) === highest ? "h3" : "h4";
    const made = rename(heading, isInside ? "p" : tagName);
    if (isInside) wrapContent(made, "strong");
    else for (const bold of all(made, "b,strong,p,div")) unwrap(bold);
  }
}

const levelOf = (heading) => Number(heading.tagName[1]);

/** Word on the web says by roles what a heading is. */
function nameOnlineHeadings(body) {
  for (const element of all(body, "[role=heading][aria-level]")) {
    if (element.matches(HEADINGS)) continue;
    const level = Math.min(Number(element.getAttribute("aria-level")) || 1, 6);
    rename(element, `h${level}`);
  }
}

function rename(element, tagName) {
  const renamed = made(element.ownerDocument, tagName, ...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}
