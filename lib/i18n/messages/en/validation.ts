import type { ValidationKey } from "../../../errors.ts";

export default {
  required: "Fill this in.",
  invalid: "This value is not accepted.",
  invalid_type: "This is not the kind of value expected here.",
  invalid_choice: "Choose one of the offered values.",
  invalid_format: "This is not in the expected form.",
  too_small: "This is less than the minimum.",
  too_big: "This is more than the maximum.",
  too_long: "This is too long.",
  unknown_field: "This field is not known here.",
  username_format:
    "Use 2 to 64 letters, digits, dots, hyphens or underscores, beginning and ending with a letter or digit.",
  password_too_short: "Use at least 12 characters. A few words in a row are easy to remember.",
  password_too_long: "Use at most 200 characters.",
  password_contains_username: "The password must not contain the user name.",
  password_unchanged: "The new password is the same as the old one.",
  password_wrong: "This is not your current password.",
} as const satisfies Record<ValidationKey, string>;
