import type { Translation } from "../../shape.ts";
import type en from "../en/errors.ts";

export default {} satisfies Translation<typeof en>;
