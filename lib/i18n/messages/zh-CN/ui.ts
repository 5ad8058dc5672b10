import type { Translation } from "../../shape.ts";
import type en from "../en/ui.ts";

export default {} satisfies Translation<typeof en>;
