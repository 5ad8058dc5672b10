import { describe, expect, it } from "vitest";
import { signAcs3 } from "./acs3.ts";
import { canonicalPath, canonicalQuery } from "./canonical.ts";
import { signSdkHmac } from "./sdk-hmac.ts";
import { signTc3 } from "./tc3.ts";

/** Each vendor's own example, with the keys it prints. */
describe("a signature is the vendor's", () => {
  it("of Aliyun's RunInstances", () => {
    const query = "RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd";
    const request = {
      method: "POST",
      url: new URL(`https://ecs.cn-shanghai.aliyuncs.com/?${query}`),
      headers: { accept: "application/json", "x-acs-action": "RunInstances", "x-acs-version": "2014-05-26" },
      body: "",
    };
    const key = { id: "YourAccessKeyId", secret: "YourAccessKeySecret" };
    const once = { now: new Date("2023-10-26T10:22:32.123Z"), nonce: "3156853299f313e23d1673dc12e1703d" };
    expect(signAcs3(request, key, once).headers.authorization).toBe(
      "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;" +
        "x-acs-date;x-acs-signature-nonce;x-acs-version," +
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    );
  });

  it("of Tencent's DescribeInstances", () => {
    const stars = "*".repeat(32);
    const request = {
      method: "POST",
      url: new URL("https://cvm.tencentcloudapi.com/"),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "x-tc-action": "DescribeInstances",
        "x-tc-version": "2017-03-12",
        "x-tc-region": "ap-guangzhou",
      },
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    };
    const day = { now: new Date(1_551_113_065_000), service: "cvm" };
    expect(signTc3(request, { id: `AKID${stars}`, secret: stars }, day).headers).toMatchObject({
      "x-tc-timestamp": "1551113065",
      authorization:
        `TC3-HMAC-SHA256 Credential=AKID${stars}/2019-02-25/cvm/tc3_request, ` +
        "SignedHeaders=content-type;host;x-tc-action, " +
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    });
  });

  it("of Huawei's list of VPCs", () => {
    const path = "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs";
    const query = "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0";
    const request = {
      method: "GET",
      url: new URL(`https://service.region.example.com${path}?${query}`),
      headers: { "content-type": "application/json" },
      body: "",
    };
    const key = { id: "QTWAOYTTINDUT2QVKYUC", secret: "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc" };
    expect(signSdkHmac(request, key, new Date("2019-11-15T03:36:55Z")).headers).toMatchObject({
      "x-sdk-date": "20191115T033655Z",
      authorization:
        "SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, " +
        "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
    });
  });
});

describe("what is signed", () => {
  it("is encoded as RFC 3986 says, whatever the URL left as it was", () => {
    const url = new URL("https://api.example/repos/team/a$b%20c!?b=x+y&b=*&a=%E4%BB%93~");
    expect(canonicalPath(url)).toBe("/repos/team/a%24b%20c%21");
    expect(canonicalQuery(url)).toBe("a=%E4%BB%93~&b=%2A&b=x%20y");
  });
});
