import { Agent, request } from "undici";
import type { Stage } from "./stage.ts";

/** How Next's router in the browser asks for what is behind a link: headers, and a mark in the address that fits them. */
export interface Link {
  readonly headers: Readonly<Record<string, string>>;
  /** "?_rsc=…" */
  readonly mark: string;
}

/** Asks Longshore as the signed-in browser would, over connections that stay open. */
export class Client {
  readonly #agent: Agent;
  readonly #session: Stage["session"];
  readonly #cookie: string;

  constructor(session: Stage["session"], connections: number) {
    this.#agent = new Agent({ connections });
    this.#session = session;
    this.#cookie = session.state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  /** Milliseconds until the whole answer was there. Throws on any status but 200. */
  async time(path: string, link?: Link): Promise<number> {
    const started = performance.now();
    const { statusCode, body } = await request(`${this.#session.url}${path}${link?.mark ?? ""}`, {
      dispatcher: this.#agent,
      headers: { ...link?.headers, cookie: this.#cookie },
    });
    await body.arrayBuffer();
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`);
    return performance.now() - started;
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

/** Address of the JSON behind the tag list. */
export function tagsPath(
  { registryId, name }: Stage["indexed"],
  query: Readonly<Record<string, string>>,
): string {
  return `/api/v1/tags?${new URLSearchParams({ registryId, repository: name, ...query })}`;
}
