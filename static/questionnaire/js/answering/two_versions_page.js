// Two versions of one answer, which the author merges.
import { startAnswering } from "studio/answering/start";
import { followChoices } from "studio/answering/two_versions";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startAnswering();
followChoices();
