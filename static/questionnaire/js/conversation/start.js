/* Starts the scripts of a page with comments. */

import { keepCommentDrafts } from "studio/conversation/comment_drafts";
import { startComments } from "studio/conversation/comments";
import { insertReadyRemarks } from "studio/library/remarks";

export function startConversation() {
  startComments();
  keepCommentDrafts();
  insertReadyRemarks();
}
