import type { Translation } from "../../shape.ts";
import type en from "../en/ui.ts";

export default {
  copyDigest: "复制摘要",
  confirm: {
    type: "输入 <text></text> 以确认",
    typeFirst: "请先输入“{text}”",
  },
  combobox: {
    suggestions: "建议",
    count: "{count, plural, other {# 条建议}}",
  },
  error: {
    sentence: "{title}。{help}",
    upstream: "对方的原话",
    details: "详情",
    status: "HTTP 状态码 {status}",
    request: "请求编号 {id}",
    crashedTitle: "页面出错了",
    crashedHelp: "没有任何内容被更改。请重试；如果仍然出错，服务器日志中有原因。",
    reference: "编号 {digest}",
    notFoundTitle: "这里什么都没有",
    notFoundHelp: "它可能已被移除或改名，也可能是地址输错了。",
  },
  toast: {
    region: "通知",
    dismiss: "关闭通知",
  },
  list: {
    clearFilter: "清除筛选",
    clearFilters: "清除全部筛选",
    noResultsTitle: "没有匹配的内容",
    noResultsHelp: "这里有数据，但没有一条符合当前筛选条件。",
    columns: "列",
    density: "行高",
    densityComfortable: "舒适",
    densityCompact: "紧凑",
    display: "显示",
    resetDisplay: "恢复默认",
    autoRefresh: "每 30 秒刷新",
    tryAgain: "重试",
    selectRow: "选择 {name}",
    selectAll: "选择已加载的所有行",
    selected: "{count, plural, other {已选 # 项}}",
    clearSelection: "清除选择",
    sortBy: "按{column}排序",
    rows: "{count, plural, other {{words} 行}}",
    indexed: "<when></when>建立索引",
    neverIndexed: "尚未建立索引",
    indexing: "正在建立索引…",
    refresh: "刷新",
  },
} satisfies Translation<typeof en>;
