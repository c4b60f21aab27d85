// Asking an author for changes, with a wording to propose.
import { startEditors } from "studio/content/fields";
import { keepForms } from "studio/drafts/kept_forms";
import { richContent } from "studio/drafts/rich_content";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startEditors();
keepForms(richContent);
