import { expect, it, onTestFinished } from "vitest";
import { layeredImage, placeAt, tag, twoRegistries } from "../testing/copy-fixture.ts";
import { testIndex, testReferrer } from "../testing/images.ts";
import { startRegistryFront } from "../testing/registry-front.ts";
import type { Digest, Referrer } from "../types.ts";
import { copyReference } from "./copy.ts";
import type { CopyPlace } from "./types.ts";

const [source, target] = await twoRegistries();

async function referrersOf({ client, repository }: CopyPlace, subject: Digest): Promise<Referrer[]> {
  const all: Referrer[] = [];
  for await (const { referrers } of client.listReferrers(repository, subject)) all.push(...referrers);
  return all;
}

it("signatures, SBOMs and attestations come along when asked for, theirs too", async () => {
  const index = testIndex({ text: "signed" });
  const [child] = index.children;
  if (child === undefined) throw new TypeError("an index has children");
  const from = placeAt(source.endpoint, "signed");
  const sbom = testReferrer(index, { text: "sbom" });
  const ofChild = testReferrer(child, { text: "of a child" });
  const ofSbom = testReferrer(sbom, { text: "of the sbom" });
  const signature = layeredImage(100);
  const cosignTag = `${index.digest.replace(":", "-")}.sig`;
  await source.push("signed", tag, index);
  for (const referrer of [sbom, ofChild, ofSbom]) {
    await source.push("signed", "parts", referrer);
    await from.client.putManifest(from.repository, referrer.digest, referrer);
  }
  await source.push("signed", cosignTag, signature);
  // Each is the other's signature, if one believes the tags.
  await source.push("signed", `${signature.digest.replace(":", "-")}.sig`, index);

  const front = await startRegistryFront(target.endpoint);
  onTestFinished(front.stop);
  const to = placeAt(front.endpoint, "signed");
  await copyReference(from, { ...to, reference: "bare" as typeof tag });
  expect(await referrersOf(to, index.digest)).toEqual([]);

  await copyReference(from, to, { referrers: true });
  for (const { digest } of [index, child, sbom, signature]) {
    const there = (await referrersOf(to, digest)).filter((one) => one.digest !== index.digest);
    const expected = (await referrersOf(from, digest)).filter((one) => one.digest !== index.digest);
    expect(there).toEqual(expected);
    expect(there).toHaveLength(digest === index.digest ? 2 : digest === signature.digest ? 0 : 1);
  }
  const signed = { ...to, reference: cosignTag as typeof tag };
  expect((await signed.client.headManifest(signed.repository, signed.reference)).digest).toBe(
    signature.digest,
  );
  const names = front.requests.filter((line) => line.startsWith("PUT ") && line.includes("/manifests/"));
  expect(names.at(-1)).toBe(`PUT /v2/signed/manifests/${tag}`);

  front.forget();
  await copyReference(from, to, { referrers: true });
  expect(front.requests.filter((line) => !/^(GET|HEAD) /.test(line))).toEqual([]);
});

it("a list that names what was deleted since does not stand in the way", async () => {
  const index = testIndex({ text: "listed and gone" });
  await source.push("gone", tag, index);
  const from = placeAt(source.endpoint, "gone");
  const lost = testReferrer(index, { text: "lost" });
  const kept = testReferrer(index, { text: "kept" });
  for (const referrer of [lost, kept]) {
    await source.push("gone", "parts", referrer);
    await from.client.putManifest(from.repository, referrer.digest, referrer);
  }
  const front = await startRegistryFront(source.endpoint);
  onTestFinished(front.stop);
  front.intercept((_method, path) =>
    path.endsWith(lost.digest)
      ? { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"gone"}]}' }
      : undefined,
  );
  const to = placeAt(target.endpoint, "gone");
  await copyReference(placeAt(front.endpoint, "gone"), to, { referrers: true });
  expect((await referrersOf(to, index.digest)).map(({ digest }) => digest)).toEqual([kept.digest]);
});
