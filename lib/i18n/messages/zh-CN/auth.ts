import type { Translation } from "../../shape.ts";
import type en from "../en/auth.ts";

export default {} satisfies Translation<typeof en>;
