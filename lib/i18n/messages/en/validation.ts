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
    "Use 2 to 64 letters, digits, dots, hyphens, underscores or @, beginning and ending with a letter or digit.",
  password_too_short: "Use at least 12 characters. A few words in a row are easy to remember.",
  password_too_long: "Use at most 200 characters.",
  password_is_username: "The password must not be the user name.",
  password_unchanged: "The new password is the same as the old one.",
  password_wrong: "This is not your current password.",
  endpoint_empty: "Give the registry's address, for example registry.example.com:5000.",
  endpoint_invalid: "This is not an address. Expected: host, host:port or https://host:port/path.",
  endpoint_scheme: "Only http:// and https:// addresses are possible.",
  endpoint_userinfo: "Leave user name and password out of the address; they have fields of their own.",
  endpoint_query: "An address has no ? or # part.",
  endpoint_path: "This path cannot be part of a registry's address.",
  reference_invalid: "This is not an image reference.",
  repository_invalid: "This is not a repository name. Lower-case letters, digits and . _ - / are possible.",
  tag_invalid: "This is not a tag.",
  digest_invalid: "This is not a digest. Expected: sha256: and 64 hexadecimal digits.",
  name_taken: "Another registry has this name.",
  name_mismatch: "This is not the name.",
  username_missing: "A password needs a user name beside it.",
  secrets_together:
    "Password and key are kept as one: type both, or leave both empty to keep what is stored.",
  secret_missing: "A user name needs its password or token. Leave both empty to connect anonymously.",
  secret_needed_for_new_host:
    "The address changed: type the password or token again. The stored one is never sent to another address.",
  certificate_unreadable:
    "No certificate can be read from this text. Expected: PEM, from BEGIN CERTIFICATE to END CERTIFICATE.",
  certificate_private_key:
    "This text holds a private key. Only the certificate belongs here; keep the key where it is.",
  certificate_binary:
    "This is a binary (DER) file. Convert it first with “openssl x509 -inform der -in file.der -out file.pem”.",
  token_host_invalid: "Expected: the https:// address of a host, without a path.",
  instance_invalid: "Expected: an ID of letters, digits and hyphens, as the console shows it.",
  namespace_invalid: "Names of letters, digits and . _ - are possible here, with / between them.",
  pattern_invalid: "Names as repositories have them are possible here, with * ** and ? in them.",
  config_not_json: "This is not JSON. Paste the whole file, from its first brace to its last.",
  config_no_auths: "No login is in this file: neither “auths” nor “credHelpers” names a registry.",
  config_too_many: "There are more than 200 logins in this file. Paste a part of it.",
} as const satisfies Record<ValidationKey, string>;
