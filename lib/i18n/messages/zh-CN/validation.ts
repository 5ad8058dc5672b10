import type { Translation } from "../../shape.ts";
import type en from "../en/validation.ts";

export default {} satisfies Translation<typeof en>;
