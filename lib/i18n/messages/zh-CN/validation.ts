import type { Translation } from "../../shape.ts";
import type en from "../en/validation.ts";

export default {
  required: "请填写此项。",
  invalid: "此值不被接受。",
  invalid_type: "此处需要的不是这种类型的值。",
  invalid_choice: "请从提供的选项中选择。",
  invalid_format: "格式不正确。",
  too_small: "小于允许的最小值。",
  too_big: "大于允许的最大值。",
  too_long: "内容过长。",
  unknown_field: "此处没有这个字段。",
  username_format: "请使用 2 到 64 个字母、数字、点、连字符或下划线，并以字母或数字开头和结尾。",
  password_too_short: "至少 12 个字符。用几个词连起来最容易记住。",
  password_too_long: "最多 200 个字符。",
  password_contains_username: "密码中不能包含用户名。",
  password_unchanged: "新密码与旧密码相同。",
  password_wrong: "当前密码不正确。",
} satisfies Translation<typeof en>;
