// Waiting for a file that is being made.
import { downloadWhenReady } from "studio/editions/export_wait";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
downloadWhenReady();
