import { Agent, request } from "undici";
import { digestOf } from "../digest.ts";
import type { TestManifest } from "./images.ts";

/** Stores a manifest and all it refers to in a real registry: blobs, children, then the manifest under its tag. */
export async function pushManifest(
  endpoint: string,
  repository: string,
  tag: string,
  manifest: TestManifest,
  authorization?: string,
): Promise<void> {
  // The certificates of test registries are not what is being tested here.
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const base = `${endpoint}/v2/${repository}`;
  const call = async (
    method: "POST" | "PUT",
    url: string,
    body?: Uint8Array,
    type?: string,
  ): Promise<string> => {
    const response = await request(url, {
      method,
      dispatcher,
      headers: {
        "content-type": type ?? "application/octet-stream",
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: body ?? null,
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`${method} ${url}: ${response.statusCode} ${text}`);
    return String(response.headers.location ?? "");
  };
  const store = async (item: TestManifest, reference: string): Promise<void> => {
    for (const child of item.children) await store(child, child.digest);
    for (const blob of item.blobs) {
      const url = new URL(await call("POST", `${base}/blobs/uploads/`), endpoint);
      url.searchParams.set("digest", digestOf(blob));
      await call("PUT", url.href, blob);
    }
    await call("PUT", `${base}/manifests/${reference}`, item.raw, item.mediaType);
  };
  try {
    await store(manifest, tag);
  } finally {
    await dispatcher.close();
  }
}
