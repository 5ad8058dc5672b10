import { describe, expect, it } from "vitest";
import {
  connectionInput,
  connectsAlike,
  emptyForm,
  endpointOf,
  suggestedName,
  withAddress,
  withPlainHttp,
  withProduct,
} from "./form-state.ts";

const hub = { product: "docker-hub", settings: "none", address: "" } as const;
const github = { product: "ghcr", settings: "namespaces", address: "ghcr.io" } as const;

describe("the address", () => {
  it.each([
    ["registry.corp.example:5000", false, "https://registry.corp.example:5000"],
    ["registry.corp.example:5000", true, "http://registry.corp.example:5000"],
    ["  https://r.example/prefix ", false, "https://r.example/prefix"],
    ["ftp://r.example", false, "ftp://r.example"],
    ["", true, ""],
  ])("%j with plain HTTP %j is sent as %j", (address, plainHttp, endpoint) => {
    expect(endpointOf({ ...emptyForm, address, plainHttp })).toBe(endpoint);
  });

  it("sets the switch by the scheme typed, and keeps it for an address without one", () => {
    const http = withAddress(emptyForm, "http://localhost:5000");
    expect(http.plainHttp).toBe(true);
    expect(withAddress(http, "localhost:5001").plainHttp).toBe(true);
    expect(withAddress(http, "https://localhost").plainHttp).toBe(false);
  });

  it("follows the switch", () => {
    const form = withPlainHttp(withAddress(emptyForm, "https://localhost:5000"), true);
    expect(form.address).toBe("http://localhost:5000");
    expect(endpointOf(form)).toBe("http://localhost:5000");
  });

  it("comes with a service, and goes with it, unless it was typed", () => {
    const offered = withProduct(emptyForm, github);
    expect(offered).toMatchObject({ address: "ghcr.io", name: "ghcr.io" });
    expect(withProduct(offered, { product: "zot", settings: "none", address: "" }).address).toBe("");
    const typed = withAddress(offered, "containers.example.com");
    expect(withProduct(typed, { ...github, address: "other.example" }).address).toBe(
      "containers.example.com",
    );
  });

  it("forgets approved token hosts when the host changes", () => {
    const form = { ...withAddress(emptyForm, "r.example"), tokenHosts: ["https://auth.example"] };
    expect(withAddress(form, "https://r.example").tokenHosts).toEqual(["https://auth.example"]);
    expect(withAddress(form, "other.example").tokenHosts).toEqual([]);
  });
});

describe("the name", () => {
  it.each([
    ["registry.corp.example:5000", "registry.corp.example:5000"],
    ["https://registry.corp.example/prefix", "registry.corp.example"],
    ["", ""],
    ["not an address", ""],
  ])("of %j is suggested as %j", (address, name) => {
    expect(suggestedName(address)).toBe(name);
  });

  it("follows the address until it was typed", () => {
    expect(withAddress(emptyForm, "r.example").name).toBe("r.example");
    expect(withAddress({ ...emptyForm, name: "mine", nameTouched: true }, "r.example").name).toBe("mine");
    expect(withProduct(withAddress(emptyForm, "r.example"), hub).name).toBe("Docker Hub");
  });
});

describe("what is sent", () => {
  it("leaves out what the choice hides", () => {
    const form = { ...emptyForm, address: "r.example", caCertificate: "PEM", skipTlsVerify: true };
    expect(connectionInput({ ...form, plainHttp: true })).toMatchObject({
      caCertificate: "",
      skipTlsVerify: false,
    });
    expect(connectionInput(withProduct(form, hub))).toMatchObject({
      endpoint: "https://registry-1.docker.io",
      caCertificate: "",
      skipTlsVerify: false,
      allowPrivate: false,
    });
  });

  it("holds the product's own settings, read as they are typed", () => {
    const typed = { ...emptyForm, namespaces: " team, library\nother，more ", api: "gitlab.example.com/" };
    expect(connectionInput(typed).settings).toEqual({ kind: "none" });
    const namespaces = ["team", "library", "other", "more"];
    const harbor = withProduct(typed, { product: "harbor", settings: "namespaces", address: "" });
    expect(connectionInput(harbor).settings).toEqual({ kind: "namespaces", namespaces });
    const gitlab = withProduct(typed, { product: "gitlab", settings: "gitlab", address: "" });
    const instance = { kind: "instance", instance: "cri-1", region: "", namespaces } as const;
    const aliyun = { product: "aliyun-acr", settings: "instance", address: "" } as const;
    expect(connectionInput(withProduct({ ...typed, instance: " cri-1 " }, aliyun)).settings).toEqual(
      instance,
    );
    const api = "https://gitlab.example.com";
    expect(connectionInput(gitlab).settings).toEqual({ kind: "gitlab", api, namespaces });
    const place = { region: " eu-west-1", accountId: "012345678910 " };
    const ecr = withProduct({ ...typed, ...place }, { product: "ecr", settings: "ecr", address: "" });
    const settings = { kind: "ecr", region: "eu-west-1", accountId: "012345678910" };
    expect(connectionInput(ecr).settings).toEqual(settings);
  });

  it("sends a key beside docker's login to products that have one, and its secret with its ID only", () => {
    const typed = { ...emptyForm, keyId: " AKIDkey ", keySecret: "word" };
    const tencent = { product: "tencent-tcr", settings: "instance", address: "" } as const;
    const input = connectionInput(withProduct(typed, tencent));
    expect(input).toMatchObject({ keySecret: "word", settings: { keyId: "AKIDkey" } });
    const none = connectionInput(withProduct({ ...typed, keyId: "" }, tencent));
    expect([none.keySecret, none.settings]).toEqual([
      "",
      { kind: "instance", instance: "", region: "", namespaces: [] },
    ]);
    const aliyun = connectionInput(withProduct(typed, { ...tencent, product: "aliyun-acr" }));
    expect([aliyun.keySecret, aliyun.settings]).toEqual([none.keySecret, none.settings]);
  });

  it("is the same connection under another name, and another one with another password", () => {
    const form = withAddress(emptyForm, "r.example");
    expect(connectsAlike(form, { ...form, name: "n", description: "d" })).toBe(true);
    expect(connectsAlike(form, { ...form, secret: "s" })).toBe(false);
  });
});
