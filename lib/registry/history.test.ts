import { describe, expect, it } from "vitest";
import { parseImageConfig } from "./config.ts";
import { mergeHistory, parseCreatedBy } from "./history.ts";
import { bytesOf, descriptorOf } from "./testing/images.ts";

describe("parseCreatedBy", () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', "CMD", '["nginx" "-g" "daemon off;"]'],
    ["/bin/sh -c #(nop) ADD file:4d2c in / ", "ADD", "file:4d2c in /"],
    ["/bin/sh -c set -eux; \tapt-get update", "RUN", "set -eux; \tapt-get update"],
    ["RUN /bin/sh -c apk add curl # buildkit", "RUN", "apk add curl"],
    ["RUN |2 A=1 B=two /bin/sh -c make # buildkit", "RUN", "make"],
    ["|1 A=1 /bin/sh -c make", "RUN", "make"],
    ["COPY /src /app # buildkit", "COPY", "/src /app"],
    ['ENTRYPOINT ["/app"]', "ENTRYPOINT", '["/app"]'],
    ["WORKDIR /app", "WORKDIR", "/app"],
    ["EXPOSE map[8080/tcp:{} 53/udp:{}]", "EXPOSE", "8080/tcp 53/udp"],
    ["/bin/sh -c #(nop)  EXPOSE 80", "EXPOSE", "80"],
    ["cmd /S /C #(nop)  USER ContainerUser", "USER", "ContainerUser"],
    ["RUN powershell -Command Get-Process", "RUN", "powershell -Command Get-Process"],
    ["bazel build ...", null, "bazel build ..."],
    ["jib-maven-plugin:3.4.0", null, "jib-maven-plugin:3.4.0"],
    ["COPYRIGHT notice", null, "COPYRIGHT notice"],
    ["", null, ""],
  ])("%j", (createdBy, instruction, text) => {
    expect(parseCreatedBy(createdBy)).toEqual({ instruction, text });
  });
});

describe("mergeHistory", () => {
  const layers = ["a", "b"].map((text) => descriptorOf(bytesOf(text), "layer"));
  const filled = { createdBy: "RUN x", emptyLayer: false };
  const empty = { createdBy: "ENV a=b", emptyLayer: true, comment: "buildkit.dockerfile.v0" };

  it("gives each filling step its layer, in order", () => {
    const steps = mergeHistory([filled, empty, filled], layers);
    expect(steps.map(({ layer, empty: isEmpty }) => [layer?.digest, isEmpty])).toEqual([
      [layers[0]?.digest, false],
      [undefined, true],
      [layers[1]?.digest, false],
    ]);
    expect(steps[1]?.comment).toBeUndefined();
  });

  it.each([
    ["missing", []],
    ["too short", [filled, empty]],
    ["too long", [filled, filled, filled]],
  ])("lets layers stand alone when history is %s", (_what, history) => {
    expect(mergeHistory(history, layers)).toEqual(
      layers.map((layer) => ({ instruction: null, text: "", empty: false, layer })),
    );
  });
});

describe("parseImageConfig", () => {
  it("takes Go's nulls and reproducible builds' zero dates for nothing", () => {
    const parsed = parseImageConfig(
      bytesOf({
        os: "linux",
        architecture: "arm64",
        variant: "v8",
        created: "1970-01-01T00:00:00Z",
        config: {
          Env: null,
          Cmd: null,
          Labels: null,
          ExposedPorts: null,
          Volumes: { "/data": {} },
          User: "",
        },
        rootfs: null,
        history: [{ created: "0001-01-01T00:00:00Z", created_by: "x" }],
      }),
    );
    expect(parsed).toEqual({
      platform: { os: "linux", architecture: "arm64", variant: "v8" },
      entrypoint: [],
      cmd: [],
      env: [],
      exposedPorts: [],
      volumes: ["/data"],
      labels: {},
      diffIds: [],
      history: [{ createdBy: "x", emptyLayer: false }],
    });
  });

  it("needs JSON all the same", () => {
    expect(() => parseImageConfig(bytesOf("<html>"))).toThrow(/not a JSON object/);
  });
});
