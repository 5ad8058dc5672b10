import type { Translation } from "../../shape.ts";
import type en from "../en/auth.ts";

export default {
  language: "语言",
  username: "用户名",
  password: "密码",
  passwordHint: "至少 12 个字符。用几个词连起来最容易记住。",
  showPassword: "显示密码",
  hidePassword: "隐藏密码",
  signIn: {
    title: "登录",
    heading: "登录",
    intro: "所有镜像仓库和 Docker 主机，尽在一处。",
    submit: "登录",
    pending: "正在登录…",
  },
  setup: {
    title: "初始设置",
    heading: "创建首位管理员",
    intro: "此页面只能使用一次。之后可以用这个账号添加其他用户。",
    token: "设置令牌",
    tokenHint: "包含在服务器启动时显示的设置链接中，也可以直接粘贴整个链接。",
    submit: "创建管理员",
    pending: "正在创建…",
  },
} satisfies Translation<typeof en>;
