// One question: its answer, its guidance and its comments.
import { startAnswering } from "studio/answering/start";
import { startConversation } from "studio/conversation/start";
import { startEveryPage } from "studio/site/everywhere";

startEveryPage();
startConversation();
startAnswering();
