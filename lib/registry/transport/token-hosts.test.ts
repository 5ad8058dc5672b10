import { describe, expect, it } from "vitest";
import { testTarget } from "../testing/target.ts";
import { checkRealm, isSameSite } from "./token-hosts.ts";

describe("whose token server may have the credential", () => {
  it.each([
    ["registry-1.docker.io", "auth.docker.io"],
    ["registry.gitlab.com", "gitlab.com"],
    ["registry.corp.example", "auth.corp.example"],
    ["registry.example.co.uk", "auth.example.co.uk"],
    ["registry.example.com.cn", "sso.example.com.cn"],
    ["europe-docker.pkg.dev", "oauth2.googleapis.com"],
    ["team.azurecr.io", "login.microsoftonline.com"],
    ["registry.cn-hangzhou.aliyuncs.com", "dockerauth.cn-hangzhou.aliyuncs.com"],
    ["team-registry-vpc.cn-hangzhou.cr.aliyuncs.com", "dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com"],
    ["registry.cn-hangzhou.aliyuncs.com", "dockerauth.aliyuncs.com"],
    ["10.0.0.1", "10.0.0.1"],
  ])("%s may name %s", (registry, tokenHost) => expect(isSameSite(registry, tokenHost)).toBe(true));

  it.each([
    ["registry.example.com", "registry.example.com.evil"],
    ["registry.example.com", "evilexample.com"],
    ["registry.example.co.uk", "evil.co.uk"],
    ["registry.example.com.cn", "evil.com.cn"],
    ["team.azurecr.io", "evil.azurecr.io"],
    ["registry.cn-hangzhou.aliyuncs.com", "dockerauth-ee.oss-cn-hangzhou.aliyuncs.com"],
    ["registry.cn-hangzhou.aliyuncs.com", "evil.oss-cn-hangzhou.aliyuncs.com"],
    ["team.github.io", "evil.github.io"],
    ["10.0.0.1", "10.0.0.2"],
    ["10.0.0.1", "1.0.0.1"],
    ["[::1]", "[::2]"],
    ["localhost", "auth.localhost"],
    ["registry", "auth"],
    ["auth.docker.io.evil.example", "auth.docker.io"],
    ["registry.docker.io.evil.example", "auth.docker.io"],
  ])("%s may not name %s", (registry, tokenHost) => expect(isSameSite(registry, tokenHost)).toBe(false));

  it("lets https registries name https realms only", () => {
    const target = testTarget("https://registry.example.com");
    expect(() => checkRealm("http://registry.example.com/token", target)).toThrow(/without https/);
    expect(checkRealm("https://registry.example.com/token", target).trusted).toBe(true);
  });

  it("takes an approval for exactly the origin it names", () => {
    const credential = { kind: "basic", username: "u", secret: "s" } as const;
    const target = testTarget("https://registry.example.com", {
      credential,
      tokenHosts: ["https://sso.other.example"],
    });
    expect(checkRealm("https://sso.other.example/token", target).trusted).toBe(true);
    for (const realm of ["https://sso.other.example:8443/token", "https://sso.other.example.evil/token"]) {
      expect(() => checkRealm(realm, target)).toThrow(/another site/);
    }
  });
});
