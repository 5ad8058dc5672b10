import type { AnswerHeaders } from "../transport/wire.ts";
import type { Capabilities, ProductId } from "../types.ts";

/** What `/v2/` said beside its status. */
export interface Greeting {
  readonly endpoint: URL;
  readonly headers: AnswerHeaders;
}

/**
 * One product. Declares what it offers; the client and the pages ask this, never the product's name. A further product
 * is a file with this shape and an entry in index.ts.
 */
export interface Adapter {
  readonly product: ProductId;
  readonly list: Capabilities["list"];
  /** Page size of /v2/ listings this product accepts. */
  readonly pageSize: number;
  /** True for an endpoint that can be no other product, told by host alone. */
  readonly ownsHost: (hostname: string) => boolean;
  /** The name to show for a server that greets so, or null when it is not this product's. */
  readonly recognise: (greeting: Greeting) => string | null;
  /** The repository a person means by this name: Docker Hub completes `library/`. */
  readonly completeName: (name: string) => string;
}
