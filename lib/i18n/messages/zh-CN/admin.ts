import type { Translation } from "../../shape.ts";
import type en from "../en/admin.ts";

export default {} satisfies Translation<typeof en>;
