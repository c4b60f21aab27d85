// Combining the answers of several authors into one.
import { startEditors } from "studio/content/fields";
import { keepForms } from "studio/drafts/kept_forms";
import { richContent } from "studio/drafts/rich_content";
import { startCombining } from "studio/review/combining";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startEditors();
startCombining();
keepForms(richContent);
