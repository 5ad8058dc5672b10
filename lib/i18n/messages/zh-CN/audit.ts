import type { Translation } from "../../shape.ts";
import type en from "../en/audit.ts";

export default {} satisfies Translation<typeof en>;
