// Two versions of one answer, which the author merges.
import { startAnswering } from "studio/answering/start";
import { followChoices } from "studio/answering/two_versions";
import { keepForms } from "studio/drafts/kept_forms";
import { richContent } from "studio/drafts/rich_content";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startAnswering();
followChoices();
keepForms(richContent);
