import type { Translation } from "../../shape.ts";
import type en from "../en/search.ts";

export default {
  title: "搜索镜像仓库",
  intro: "同时搜索所有已连接的镜像仓库，各自返回结果。",
  results: "{count, plural, =0 {没有找到} other {找到 # 个仓库}}",
  form: {
    label: "搜索所有镜像仓库",
    placeholder: "nginx、postgres、team/app…",
    submit: "搜索",
    official: "仅官方镜像",
    stars: "星标",
    anyStars: "不限",
    atLeast: "{count}+",
    registry: "镜像仓库",
    allRegistries: "全部",
  },
  start: {
    title: "想找什么镜像？",
    help: "将在 {count, plural, other {# 个已连接的镜像仓库}}中按名称查找；自带搜索功能的镜像仓库还会搜索描述。",
    noHub: "连接 Docker Hub 后即可搜索，无需账号。",
    none: "还没有可搜索的镜像仓库",
    connect: "连接镜像仓库",
  },
  found: {
    copy: "复制 docker pull {image}",
    open: "打开：会固定到该镜像仓库的列表中",
    unknownHere: "不在索引中。操作员可以打开并固定它。",
    badge: { official: "Docker 官方镜像", verified: "已验证的发布者", sponsored: "受赞助的开源项目" },
    stars: "{count, plural, other {{words} 个星标}}",
    pulls: "{count, plural, other {拉取 {words} 次}}",
    tags: "{count, plural, other {{words} 个标签}}",
    updated: "更新于 <when></when>",
    publisher: "发布者：<name></name>",
  },
  source: {
    registry: "{count, plural, other {镜像仓库找到 {words} 项}}",
    index: "{count, plural, other {在索引中按名称找到 {words} 项}}",
    meanwhile: "在它恢复应答之前，索引中已有的内容如下：",
    more: "{registry} 的更多结果",
    nothing: "这里没有找到。",
    unknown: {
      stars: "该镜像仓库不统计星标。",
      official: "该镜像仓库不标注官方镜像。",
    },
  },
  rest: {
    nothing: "以下镜像仓库中没有找到：{registries}。",
    stars: "以下镜像仓库不统计星标，未参与搜索：{registries}。",
    official: "以下镜像仓库不标注官方镜像，未参与搜索：{registries}。",
  },
  nothing: "没有找到“{text}”",
  nothingHelp: "没有自带搜索功能的镜像仓库只按名称查找已编入索引的仓库。",
  widen: "取消筛选后搜索",
} satisfies Translation<typeof en>;
