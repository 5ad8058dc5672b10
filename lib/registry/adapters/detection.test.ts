import { describe, expect, it } from "vitest";
import { AnswerHeaders } from "../transport/wire.ts";
import { detectProduct } from "./index.ts";

const bearer = (realm: string, service: string) => ({
  "www-authenticate": [`Bearer realm="${realm}",service="${service}"`],
});
const api = { "docker-distribution-api-version": "registry/2.0" };

describe("a product is told", () => {
  it.each([
    ["docker-hub", "https://registry-1.docker.io", api],
    ["ghcr", "https://ghcr.io", api],
    ["quay", "https://quay.io", api],
    ["ecr", "https://012345678910.dkr.ecr.eu-central-1.amazonaws.com", api],
    ["azure", "https://team.azurecr.io", api],
    ["distribution", "https://team.azurecr.io.evil.example", api],
    ["google", "https://europe-west3-docker.pkg.dev", api],
    ["google", "https://eu.gcr.io", api],
    ["distribution", "https://evil.gcr.io", api],
    ["ecr-public", "https://public.ecr.aws", api],
    ["aliyun-acr", "https://registry.cn-hangzhou.aliyuncs.com", api],
    ["aliyun-acr", "https://registry-vpc.cn-beijing.aliyuncs.com", api],
    ["aliyun-acr", "https://crpi-0a1b2c3d.cn-shanghai.personal.cr.aliyuncs.com", api],
    ["aliyun-acr", "https://team-registry.cn-hangzhou.cr.aliyuncs.com", api],
    ["distribution", "https://registry.cn-hangzhou.aliyuncs.com.evil.example", api],
    ["tencent-tcr", "https://ccr.ccs.tencentyun.com", { ...api, "set-cookie": ["sid=1; Path=/"] }],
    ["tencent-tcr", "https://team.tencentcloudcr.com", api],
    ["huawei-swr", "https://swr.cn-north-4.myhuaweicloud.com", api],
    ["gitlab", "https://registry.gitlab.com", api],
    ["gitlab", "https://r.example", { ...api, "gitlab-lb": "haproxy" }],
    ["harbor", "https://r.example", { ...api, "set-cookie": ["sid=1; Path=/"] }],
    ["gitea", "https://r.example", { ...api, ...bearer("https://r.example/v2/token", "container_registry") }],
    ["artifactory", "https://r.example", { ...api, "x-jfrog-version": "Artifactory/7.1" }],
    ["nexus", "https://r.example", { ...api, server: "Nexus/3.68" }],
    ["zot", "https://r.example", { ...api, "zot-version": "v2" }],
    ["distribution", "https://r.example", api],
    ["generic", "https://r.example", {}],
    ["distribution", "https://quay.io.evil.example", api],
  ])("as %s at %s by what it says", (product, endpoint, headers) => {
    const greeting = { endpoint: new URL(endpoint), headers: new AnswerHeaders(headers) };
    expect(detectProduct(greeting).product).toBe(product);
  });
});
