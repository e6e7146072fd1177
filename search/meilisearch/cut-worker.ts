import { cutInThread } from "../store/cut-thread.ts";
import { recordOf } from "./record.ts";

export default cutInThread(recordOf);
