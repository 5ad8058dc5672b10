import type { Translation } from "../../shape.ts";
import type en from "../en/registries.ts";

export default {} satisfies Translation<typeof en>;
