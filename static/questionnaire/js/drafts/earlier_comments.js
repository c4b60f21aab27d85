/* Comments that were half typed when pages still kept them under names of their own
   ("comment-draft/…"): each is put back into its form once, and kept like any other. */

const FORM =
  /\/projects\/([^/]+)\/questions\/([^/]+)\/comments\/(?:passage\/(\d+)\/)?#(\w+)(-\d+)?$/;
const NAMES = { correction: "edit" };

/** The comment kept for a form, now as a record of LocalDrafts; null without one. */
export async function takeEarlierComment(field, drafts) {
  const found = field.key.match(FORM);
  if (!found || !drafts.storage) return null;
  const { user } = field.root.dataset;
  const [, project, question, version, name, number = ""] = found;
  const place = [user, project, question, version].filter(Boolean).join("/");
  const keys = [`${NAMES[name] ?? name}${number}`, "passage-quote"].map(
    (called) => `comment-draft/${place}/${called}`,
  );
  const [body, quote] = keys.map((key) => read(drafts.storage, key));
  if (!body && !quote) return null;
  const fields = {};
  if (body) fields.body = body.text;
  if (quote) fields.quote = quote.text;
  // It may have been sent already: by the same name, it is not stored twice.
  if (body?.saveId) fields.save_id = body.saveId;
  const record = drafts.record({ key: field.key, fields, saves: [] });
  await drafts.put(record);
  if (!drafts.hasFailed) keys.forEach((key) => drafts.storage.removeItem(key));
  return record;
}

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}
