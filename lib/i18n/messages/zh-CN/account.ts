import type { Translation } from "../../shape.ts";
import type en from "../en/account.ts";

export default {} satisfies Translation<typeof en>;
