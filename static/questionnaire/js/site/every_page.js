// Pages that have no script of their own.
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
