import { cutInThread } from "../store/cut-thread.ts";

export default cutInThread(null);
