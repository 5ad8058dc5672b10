import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { ErrorDto } from "#lib/errors.ts";
import { en } from "#lib/i18n/messages/en/index.ts";
import { zhCN } from "#lib/i18n/messages/zh-CN/index.ts";
import type { JobLine } from "#lib/jobs/lines.ts";
import { JobLog } from "./job-log.tsx";

const messages = { en, "zh-CN": zhCN as unknown as typeof en };

/** What the log says, line by line, without the times. */
function said(locale: "en" | "zh-CN", ...lines: readonly (JobLine | string | [JobLine, ErrorDto])[]) {
  const initial = lines.map((entry, id) => {
    const [what, error] = Array.isArray(entry) ? entry : [entry, null];
    const words = typeof what === "string" ? { message: what, line: null } : { message: "", line: what };
    return { id: String(id), at: "2026-03-14T12:00:00.000Z", level: "info" as const, ...words, error };
  });
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider
      locale={locale}
      messages={messages[locale]}
      timeZone="UTC"
      onError={(error) => {
        throw error;
      }}
    >
      <QueryClientProvider client={new QueryClient()}>
        <JobLog jobId="job" initial={initial} />
      </QueryClientProvider>
    </NextIntlClientProvider>,
  );
  return [...markup.matchAll(/<\/time>(.*?)<\/p>/g)].map(([, html = ""]) =>
    html
      .replaceAll(/<[^>]+>/g, "")
      .replaceAll("&#x27;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&"),
  );
}

const order = { image: "registry.example/team/app:1.0", platform: null, host: "dock" };
const part = { line: "part", part: "blob", digest: "sha256:ab", bytes: 29_100_000 } as const;
const deleted = { name: "1.0", digest: "sha256:ab" };

/** Every line there is, in each of its forms. */
const lines: { readonly [Line in JobLine["line"]]: readonly [JobLine & { line: Line }, string, string][] } = {
  cancelled: [[{ line: "cancelled", by: "ada" }, "Cancelled by ada", "ada 取消了任务"]],
  paused: [[{ line: "paused", by: "ada" }, "Paused by ada", "ada 暂停了任务"]],
  resumed: [[{ line: "resumed", by: "ada" }, "Resumed by ada", "ada 继续了任务"]],
  workerLost: [
    [
      { line: "workerLost" },
      "The server that ran this stopped. Another one goes on.",
      "执行此任务的服务器已停止，由另一台继续执行。",
    ],
  ],
  pulling: [
    [
      { line: "pulling", ...order },
      "Pulling registry.example/team/app:1.0 on dock without credentials",
      "正在 dock 上拉取 registry.example/team/app:1.0，不使用凭据",
    ],
    [
      { line: "pulling", ...order, platform: "linux/arm64", host: "local" },
      "Pulling registry.example/team/app:1.0 (linux/arm64) on this machine without credentials",
      "正在本机上拉取 registry.example/team/app:1.0（linux/arm64），不使用凭据",
    ],
  ],
  pullingAs: [
    [
      { line: "pullingAs", ...order, username: "ci" },
      "Pulling registry.example/team/app:1.0 on dock as ci",
      "正在 dock 上拉取 registry.example/team/app:1.0，使用账号 ci",
    ],
    [
      { line: "pullingAs", ...order, platform: "linux/arm64", host: "local", username: "ci" },
      "Pulling registry.example/team/app:1.0 (linux/arm64) on this machine as ci",
      "正在本机上拉取 registry.example/team/app:1.0（linux/arm64），使用账号 ci",
    ],
  ],
  layerThere: [[{ line: "layerThere", layer: "4f4f" }, "4f4f: Already exists", "4f4f：已存在"]],
  layerRetried: [
    [
      { line: "layerRetried", layer: "4f4f" },
      "4f4f: connection lost, Docker tries again",
      "4f4f：连接中断，Docker 正在重试",
    ],
  ],
  layerPulled: [
    [
      { line: "layerPulled", layer: "4f4f", bytes: 1_234_567 },
      "4f4f: Pull complete (1.23 MB)",
      "4f4f：拉取完成（1.23 MB）",
    ],
  ],
  pulled: [[{ line: "pulled", digest: "sha256:ab" }, "Digest: sha256:ab", "摘要：sha256:ab"]],
  copying: [
    [
      { line: "copying", source: "a/app@sha256:ab", target: "b/app:1.0" },
      "Copying a/app@sha256:ab to b/app:1.0",
      "正在将 a/app@sha256:ab 复制到 b/app:1.0",
    ],
  ],
  part: [
    [
      { ...part, outcome: "copied" },
      "Blob sha256:ab (29.1 MB): copied",
      "数据块 sha256:ab（29.1 MB）：已复制",
    ],
    [
      { ...part, outcome: "mounted" },
      "Blob sha256:ab (29.1 MB): taken over from the source's repository",
      "数据块 sha256:ab（29.1 MB）：已从来源仓库直接引用",
    ],
    [
      { ...part, part: "manifest", outcome: "present" },
      "Manifest sha256:ab (29.1 MB): was there",
      "清单 sha256:ab（29.1 MB）：已存在",
    ],
    [
      { ...part, outcome: "foreign" },
      "Blob sha256:ab (29.1 MB): left where its address says: registries do not keep it",
      "数据块 sha256:ab（29.1 MB）：保留在其原地址，镜像仓库不保存此内容",
    ],
  ],
  copied: [
    [
      { line: "copied", target: "b/app:1.0", digest: "sha256:ab" },
      "b/app:1.0 is sha256:ab",
      "b/app:1.0 现指向 sha256:ab",
    ],
  ],
  deleted: [[{ line: "deleted", ...deleted }, "Deleted: 1.0 (sha256:ab)", "已删除：1.0（sha256:ab）"]],
  wasGone: [
    [{ line: "wasGone", ...deleted }, "Was gone already: 1.0 (sha256:ab)", "此前已不存在：1.0（sha256:ab）"],
  ],
  kept: [[{ line: "kept", ...deleted }, "Kept: 1.0 (sha256:ab)", "未删除：1.0（sha256:ab）"]],
  toRead: [
    [
      { line: "toRead", count: 1204, excluded: 3 },
      "1,204 repositories to read, 3 excluded",
      "1,204 个仓库待读取，已排除 3 个",
    ],
    [{ line: "toRead", count: 1, excluded: 0 }, "1 repository to read", "1 个仓库待读取"],
  ],
  unlisted: [
    [
      { line: "unlisted" },
      "The registry does not list its repositories: those known are read",
      "镜像仓库不提供仓库列表，只读取已知的仓库",
    ],
  ],
  listedLater: [
    [{ line: "listedLater", seconds: 30 }, "Not listed, asked again in 30s", "未能列出仓库，30 秒后重试"],
  ],
  held: [
    [
      { line: "held", seconds: 90 },
      "The registry is left alone for 1m 30s",
      "1 分钟 30 秒内不再请求该镜像仓库",
    ],
  ],
  unreadable: [
    [{ line: "unreadable", name: "team/app:1.0" }, "team/app:1.0 could not be read", "team/app:1.0 无法读取"],
  ],
  ownError: [
    [
      { line: "ownError", name: "team/app" },
      "team/app: an error of Longshore's own; see the server's log",
      "team/app：Longshore 自身出错，详见服务器日志",
    ],
  ],
  referrersAsked: [
    [
      { line: "referrersAsked", count: 1204, found: 1 },
      "1,204 images asked for signatures and the like: 1 found",
      "已查询 1,204 个镜像的签名和证明：找到 1 个",
    ],
  ],
  referrersCut: [
    [
      { line: "referrersCut" },
      "Signatures and the like were not asked for to the end",
      "签名和证明未能全部查询",
    ],
  ],
  indexed: [
    [
      { line: "indexed", repositories: 1, tags: 1000, requests: 2005 },
      "1 repository with 1,000 tags: 2,005 requests",
      "1 个仓库，1,000 个标签：2,005 次请求",
    ],
  ],
};

describe("a job's log", () => {
  it.each(Object.entries(lines))("says %s in the reader's language", (_line, forms) => {
    for (const [line, english, chinese] of forms) {
      expect([said("en", line), said("zh-CN", line)]).toEqual([[english], [chinese]]);
    }
  });

  it("gives the reason behind the sentence, in the same language", () => {
    const held = [{ line: "held", seconds: 5 }, { code: "RATE_LIMITED" }] satisfies [JobLine, ErrorDto];
    expect([said("en", held), said("zh-CN", held)]).toEqual([
      ["The registry is left alone for 5s: Too many requests (RATE_LIMITED)"],
      ["5 秒内不再请求该镜像仓库：请求过于频繁 (RATE_LIMITED)"],
    ]);
  });

  it("says what others said as they said it, and so what was written as text before", () => {
    for (const locale of ["en", "zh-CN"] as const) {
      const texts = ["Status: Downloaded newer image for app:1.0", "Paused by ada", "{by} <b>ada</b>"];
      expect(said(locale, ...texts)).toEqual(texts);
    }
  });

  it("takes no name for anything but a name", () => {
    for (const by of ["<b>ada</b>", "{image}", "'{by}'", "{by, plural, other {#}}", "a\u202Eb"]) {
      const shown = by.replace("\u202E", "U+202E");
      expect(said("en", { line: "paused", by })).toEqual([`Paused by ${shown}`]);
      expect(said("zh-CN", { line: "paused", by })).toEqual([`${shown} 暂停了任务`]);
    }
  });
});
