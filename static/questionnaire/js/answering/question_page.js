// One question: its answer, its guidance and its comments.
import { startSideBySide } from "studio/answering/side_by_side";
import { startAnswering } from "studio/answering/start";
import { startConversation } from "studio/conversation/start";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startConversation();
startSideBySide();
startAnswering();
