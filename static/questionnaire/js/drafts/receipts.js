/* Which sendings of forms arrived, as the site told the browser in a cookie. */

const COOKIE = "sent_forms";

/** The names of the sendings that arrived; each is told once. */
function takeReceipts() {
  const found = document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=([^;]*)`));
  if (!found) return [];
  document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
  return found[1].split(".");
}

/** Forget text on this device that has arrived; what was typed since stays. */
export async function forgetWhatArrived(drafts) {
  const arrived = new Set(takeReceipts());
  for (const record of await drafts.all()) {
    if (!record.sending) continue;
    if (arrived.has(record.sending.id) || isOnThePage(record.fields.save_id)) {
      await drafts.remove(record.key, record.id);
    }
  }
  return arrived;
}

/** Whether the page shows the comment that was sent under this name. */
function isOnThePage(saveId) {
  return saveId && document.querySelector(`[data-save-id="${CSS.escape(saveId)}"]`);
}
