import type { Translation } from "../../shape.ts";
import type en from "../en/repositories.ts";

export default {
  warnings: { title: "镜像仓库提示" },
  page: {
    title: "仓库",
    count: "{count, plural, other {<b>{words}</b> 个仓库}}",
    pinned: "已固定 <b>{count}</b> 个",
    settings: "设置",
  },
  list: {
    label: "{registry} 的仓库",
    filter: "{count, select, 0 {筛选仓库} 1 {筛选仓库} other {在全部 {count} 个仓库中筛选}}",
    filterAny: "筛选仓库",
    columns: {
      name: "仓库",
      tags: "标签",
      size: "占用空间",
      pushed: "最新镜像",
      indexed: "索引时间",
    },
    pinned: "已固定",
    pinnedOnly: "已固定",
    pinnedYes: "仅显示已固定",
    notIndexed: "尚未读取",
    failed: "上次读取失败",
    stopped: "上次读取已中止",
    endless: "不止这些",
  },
  view: { label: "显示方式", list: "列表", tree: "树状" },
  tree: {
    label: "{registry} 的命名空间",
    below: "{count, plural, other {# 个仓库}}",
    open: "展开 {name}",
    close: "收起 {name}",
    more: "此目录内容过多，未全部显示。切换到列表可查看全部。",
    noMatch: "没有匹配项",
  },
  truncated: {
    title: "列表不完整",
    help: "镜像仓库返回的列表没有尽头，读取已中止。缺少的仓库可以按名称固定。",
  },
  refused: {
    title: "此镜像仓库不向该账号列出仓库",
    help: "请按名称固定您使用的仓库，它们会像其他仓库一样建立索引并显示。",
  },
  empty: {
    title: "还没有仓库",
    help: "推送一个镜像，它就会出现在这里：",
  },
  unread: {
    title: "尚未读取",
    help: "无法访问此镜像仓库，尚不清楚其中的内容。待它恢复应答后，仓库会列在这里。",
  },
  notFound: {
    title: "此处没有这个仓库、标签或摘要",
    help: "它可能已被删除，也可能是在上次读取之后才推送的。",
    back: "打开镜像仓库",
  },
  pin: {
    action: "固定仓库",
    title: "按名称固定仓库",
    help: "用于 {registry} 未列出的仓库，或您经常使用的仓库。",
    name: "仓库",
    hint: "不含镜像仓库地址和标签，例如 team/app",
    submit: "固定",
    done: "已固定 {repository}",
  },
} satisfies Translation<typeof en>;
