import type { Translation } from "../../shape.ts";
import type en from "../en/shell.ts";

export default {} satisfies Translation<typeof en>;
