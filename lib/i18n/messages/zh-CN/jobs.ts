import type { Translation } from "../../shape.ts";
import type en from "../en/jobs.ts";

export default {} satisfies Translation<typeof en>;
