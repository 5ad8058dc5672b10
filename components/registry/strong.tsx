import type { ReactNode } from "react";

/** Bold numbers inside a sentence of the header: `t.rich("…", strong)`. */
export const strong = {
  b: (chunks: ReactNode) => <b className="font-semibold text-ink">{chunks}</b>,
};
