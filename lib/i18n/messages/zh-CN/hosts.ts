import type { Translation } from "../../shape.ts";
import type en from "../en/hosts.ts";

export default {} satisfies Translation<typeof en>;
