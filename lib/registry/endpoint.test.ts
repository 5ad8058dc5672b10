import { describe, expect, it } from "vitest";
import { normalizeEndpoint, registryHost, repositoryIn, sameRegistry } from "./endpoint.ts";
import { parseReference } from "./reference.ts";

describe("normalizeEndpoint", () => {
  it.each([
    ["https://registry.example.com", "https://registry.example.com", undefined],
    ["HTTPS://Registry.Example.COM:443/", "https://registry.example.com", undefined],
    ["http://localhost:5000/v2/", "http://localhost:5000", undefined],
    [
      "https://art.example/artifactory/api/docker/local/",
      "https://art.example/artifactory/api/docker/local",
      undefined,
    ],
    ["registry.example.com", "https://registry.example.com", "http://registry.example.com"],
    ["localhost:5000", "https://localhost:5000", "http://localhost:5000"],
    ["10.0.0.5:5000/prefix", "https://10.0.0.5:5000/prefix", "http://10.0.0.5:5000/prefix"],
    ["[::1]:5000", "https://[::1]:5000", "http://[::1]:5000"],
    ["fd00::1", "https://[fd00::1]", "http://[fd00::1]"],
    ["  registry.example.com  ", "https://registry.example.com", "http://registry.example.com"],
    ["docker.io", "https://registry-1.docker.io", undefined],
    ["https://hub.docker.com/", "https://registry-1.docker.io", undefined],
    ["https://index.docker.io/v1/", "https://registry-1.docker.io", undefined],
  ])("%s", (input, endpoint, alternative) => {
    expect(normalizeEndpoint(input)).toEqual({ endpoint, ...(alternative && { alternative }) });
  });

  it.each([
    ["", "endpoint_empty"],
    ["   ", "endpoint_empty"],
    ["ftp://registry.example.com", "endpoint_scheme"],
    ["file:///etc/passwd", "endpoint_scheme"],
    ["https://user:secret@registry.example.com", "endpoint_userinfo"],
    ["registry.example.com@evil.example", "endpoint_userinfo"],
    ["https://registry.example.com?x=1", "endpoint_query"],
    ["https://registry.example.com/#x", "endpoint_query"],
    ["https://registry.example.com/a/../b", "endpoint_path"],
    ["https://registry.example.com/a%2f..", "endpoint_path"],
    ["https://registry.example.com//a", "endpoint_path"],
    ["https://", "endpoint_invalid"],
    ["https://registry.example.com:70000", "endpoint_invalid"],
    ["https://registry example.com", "endpoint_invalid"],
    ["https:\\\\registry.example.com", "endpoint_invalid"],
    ["https://%72egistry.example.com", "endpoint_invalid"],
  ])("refuses %j: %s", (input, key) => {
    expect(() => normalizeEndpoint(input)).toThrow(
      expect.objectContaining({ code: "INVALID_INPUT", fields: { endpoint: key } }),
    );
  });

  it("does not repeat a password typed into the address", () => {
    expect(() => normalizeEndpoint("https://anna:hunter2@registry.example.com")).toThrow(/^(?!.*hunter2)/);
  });
});

describe("registryHost", () => {
  it.each([
    ["https://registry-1.docker.io", "docker.io"],
    ["http://localhost:5000", "localhost:5000"],
    ["https://registry.example.com", "registry.example.com"],
    ["https://art.example/artifactory/docker", "art.example/artifactory/docker"],
  ])("%s is %s", (endpoint, host) => expect(registryHost(endpoint)).toBe(host));
});

describe("sameRegistry", () => {
  it.each([
    ["https://registry.example.com", "registry.example.com"],
    ["https://registry.example.com:443/", "https://REGISTRY.example.com/v2/"],
    ["docker.io", "https://index.docker.io/v1/"],
  ])("%s is %s", (a, b) => expect(sameRegistry(a, b)).toBe(true));

  it.each([
    ["https://registry.example.com", "https://registry.example.com.evil"],
    ["https://registry.example.com", "https://registry.example.com@evil.example"],
    ["https://registry.example.com", "https://registry.example.com:8443"],
    ["https://registry.example.com", "http://registry.example.com"],
    ["https://registry.example.com", "https://registry.example.com/team"],
    ["https://registry.example.com/team", "https://registry.example.com/team-evil"],
    ["https://docker.io", "https://docker.io.evil.example"],
    ["", ""],
  ])("%s is not %s", (a, b) => expect(sameRegistry(a, b)).toBe(false));
});

describe("repositoryIn", () => {
  const inside = (endpoint: string, image: string) => repositoryIn(endpoint, parseReference(image));
  it("finds an image in exactly its registry", () => {
    expect(inside("https://registry-1.docker.io", "nginx:1.27")).toBe("library/nginx");
    expect(inside("http://localhost:5000", "localhost:5000/team/app")).toBe("team/app");
    expect(inside("https://art.example/docker", "art.example/docker/team/app")).toBe("team/app");
    expect(inside("https://registry.example.com", "Registry.Example.com/app")).toBe("app");
  });
  it("and in no other", () => {
    expect(inside("https://registry.example.com", "registry.example.com.evil/app")).toBeNull();
    expect(inside("https://registry.example.com", "registry.example.com:5000/app")).toBeNull();
    expect(inside("https://art.example/docker", "art.example/docker-evil/app")).toBeNull();
    expect(inside("https://registry.example.com", "nginx")).toBeNull();
  });
});
