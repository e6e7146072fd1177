import { nearestOf } from "./nearest.ts";

export default nearestOf;
