import type { Translation } from "../../shape.ts";
import type en from "../en/tags.ts";

export default {} satisfies Translation<typeof en>;
