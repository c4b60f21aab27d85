// The questions of one section, answered on one page.
import { startAnswering } from "studio/answering/start";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startAnswering();
