import type { Translation } from "../../shape.ts";
import type en from "../en/repositories.ts";

export default {} satisfies Translation<typeof en>;
