/* Starts the scripts of a page with comments. */

import { startComments } from "studio/conversation/comments";
import { keepForms } from "studio/drafts/kept_forms";
import { insertReadyRemarks } from "studio/library/remarks";

export function startConversation() {
  startComments();
  keepForms();
  insertReadyRemarks();
}
