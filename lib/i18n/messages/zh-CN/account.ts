import type { Translation } from "../../shape.ts";
import type en from "../en/account.ts";

export default {
  title: "账号",
  meta: "{role}，创建于 {date}",
  password: {
    title: "密码",
    changed: "<when></when>修改",
    current: "当前密码",
    next: "新密码",
    submit: "修改密码",
    consequence: "您在此处保持登录，其他会话将全部结束。",
    done: "密码已修改，其他会话均已结束。",
  },
  display: {
    title: "显示",
    language: "语言",
    browserLanguage: "跟随浏览器",
    theme: "主题",
  },
  sessions: {
    title: "会话",
    intro: "您已登录的浏览器。一周未使用的会话会自动结束。",
    current: "当前会话",
    lastSeen: "<when></when>使用",
    started: "<when></when>登录",
    from: "来自 <address></address>",
    end: "结束",
    endLabel: "结束会话：{session}",
    ended: "会话已结束",
    endOthers: "结束其他所有会话",
    endOthersTitle: "结束其他所有会话？",
    endOthersConsequence: "另外 {count, plural, other {#}} 个浏览器将立即退出登录，您在此处保持登录。",
    othersEnded: "{count, plural, =0 {没有其他会话} other {已结束 # 个会话}}",
    everywhere: "在所有设备上退出登录",
    everywhereTitle: "在所有设备上退出登录？",
    everywhereConsequence: "您的所有会话将立即结束，包括当前会话。",
    unknownBrowser: "未知程序",
    browserOn: "{system} 上的 {browser}",
  },
} satisfies Translation<typeof en>;
