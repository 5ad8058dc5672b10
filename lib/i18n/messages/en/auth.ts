export default {
  language: "Language",
  username: "User name",
  password: "Password",
  passwordHint: "At least 12 characters. A few words in a row are easy to remember.",
  showPassword: "Show the password",
  hidePassword: "Hide the password",
  signIn: {
    title: "Sign in",
    heading: "Sign in",
    intro: "Your registries and Docker hosts, in one place.",
    submit: "Sign in",
    pending: "Signing in…",
  },
  setup: {
    title: "Set up",
    heading: "Create the first administrator",
    intro: "This page works once. The account you create here can add everybody else.",
    token: "Setup token",
    tokenHint:
      "It stands in the setup link that the server printed when it started. The whole link works too.",
    submit: "Create administrator",
    pending: "Creating…",
  },
} as const;
