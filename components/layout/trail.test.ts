import { describe, expect, it } from "vitest";
import { folded, type TrailWords, trailOf } from "./trail.ts";

const words: TrailWords = {
  overview: "Overview",
  search: "Search",
  registries: "Registries",
  connect: "Connect",
  settings: "Settings",
  storage: "Storage",
  activity: "Activity",
  hosts: "Docker hosts",
  jobs: "Jobs",
  job: "Job",
  workers: "Workers",
  audit: "Audit log",
  people: "People",
  account: "Account",
};
const places = {
  registries: [
    { id: "r1", name: "Harbor", host: "harbor.acme.internal:8443", status: "ok" as const, repositories: 3 },
  ],
  hosts: [{ id: "h1", name: "This machine" }],
};
const at = (path: string) => trailOf(path, places, words);
const text = (path: string) =>
  at(path)
    .crumbs.map(({ label, separator }) => `${separator ?? ""}${label}`)
    .join("");

describe("trailOf", () => {
  it("is the reference docker would use", () => {
    expect(at("/registries/r1/payments/checkout").reference).toBe(
      "harbor.acme.internal:8443/payments/checkout",
    );
    expect(at("/registries/r1/payments/checkout/-/tags/2.41.0").reference).toBe(
      "harbor.acme.internal:8443/payments/checkout:2.41.0",
    );
    const digest = `sha256:${"9f3c1a7be042".padEnd(64, "0")}`;
    const manifest = at(`/registries/r1/nginx/-/manifests/${encodeURIComponent(digest)}`);
    expect(manifest.reference).toBe(`harbor.acme.internal:8443/nginx@${digest}`);
    expect(manifest.crumbs.at(-1)).toEqual({ label: "sha256:9f3c1a7be042", separator: "@" });
  });

  it("leads back to the registry and the repository, not to a namespace that has no page", () => {
    expect(text("/registries/r1/-/tags/2.41.0/payments/checkout")).toBe("Harbor/payments/checkout:2.41.0");
    expect(text("/registries/r1/payments/checkout/-/tags/2.41.0")).toBe("Harbor/payments/checkout:2.41.0");
    expect(at("/registries/r1/payments/checkout/-/tags/2.41.0").crumbs.map(({ href }) => href)).toEqual([
      "/registries/r1",
      undefined,
      "/registries/r1/payments/checkout",
      undefined,
    ]);
  });

  it("folds the middle of a deep namespace", () => {
    const shown = (path: string) => folded(at(path).crumbs).map(({ label }) => label);
    expect(shown("/registries/r1/a/b/-/tags/1")).toEqual(["Harbor", "a", "b", "1"]);
    expect(shown("/registries/r1/a/b/c/d/e/-/tags/1")).toEqual(["Harbor", "…", "e", "1"]);
    expect(folded(at("/registries/r1/a/b/c/d/e").crumbs)[1]?.title).toBe("a/b/c");
  });

  it("names our own pages and gives them no reference", () => {
    expect(text("/")).toBe("Overview");
    expect(text("/registries/connect")).toBe("RegistriesConnect");
    expect(text("/registries/r1/-/settings")).toBe("Harbor/Settings");
    expect(at("/registries/r1/-/settings").reference).toBeNull();
    expect(text("/registries/r1/-/storage")).toBe("Harbor/Storage");
    for (const address of ["/registries/r1/team/api/-/activity", "/registries/r1/-/activity/team/api"])
      expect(text(address)).toBe("Harbor/team/api/Activity");
    expect(text("/hosts/h1")).toBe("Docker hostsThis machine");
    expect(text("/audit")).toBe("Audit log");
  });

  it("does not mistake a repository called settings for ours", () => {
    expect(text("/registries/r1/settings")).toBe("Harbor/settings");
    expect(at("/registries/r1/settings").reference).toBe("harbor.acme.internal:8443/settings");
  });

  it("survives an address that cannot be decoded or a registry that is gone", () => {
    expect(text("/registries/r1/%E0%A4%A")).toBe("Harbor/%E0%A4%A");
    expect(text("/registries/gone/x")).toBe("Registries");
  });
});
