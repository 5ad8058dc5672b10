export default {
  warnings: { title: "The registry says" },
  page: {
    title: "Repositories",
    count: "{count, plural, one {<b>{words}</b> repository} other {<b>{words}</b> repositories}}",
    pinned: "<b>{count}</b> pinned",
    settings: "Settings",
  },
  list: {
    label: "Repositories of {registry}",
    filter:
      "{count, select, 0 {Filter repositories} 1 {Filter 1 repository} other {Filter all {count} repositories}}",
    filterAny: "Filter repositories",
    columns: {
      name: "Repository",
      tags: "Tags",
      size: "Stored",
      pushed: "Newest image",
      indexed: "Indexed",
    },
    pinned: "Pinned",
    pinnedOnly: "Pinned",
    pinnedYes: "Only pinned",
    notIndexed: "not looked into yet",
    failed: "last look failed",
    stopped: "last look was stopped",
    endless: "more than these",
  },
  view: { label: "Show as", list: "List", tree: "Tree" },
  tree: {
    label: "Namespaces of {registry}",
    below: "{count, plural, one {# repository} other {# repositories}}",
    open: "Open {name}",
    close: "Close {name}",
    more: "This folder holds more than fits here. The list shows all of them.",
    noMatch: "Nothing matches",
  },
  truncated: {
    title: "The list is not complete",
    help: "The registry's listing went on without an end, so it was stopped. Repositories that are missing can be pinned by name.",
  },
  refused: {
    title: "This registry does not list its repositories to this account",
    help: "Pin the ones you work with by name. They are indexed and shown like any other.",
  },
  empty: {
    title: "No repositories yet",
    help: "Push an image and it appears here:",
  },
  unread: {
    title: "Not read yet",
    help: "What this registry holds is not known, because it could not be asked. Once it answers, its repositories are listed here.",
  },
  notFound: {
    title: "No such repository, tag or digest here",
    help: "It may have been removed, or pushed since the registry was last looked at.",
    back: "Open the registry",
  },
  pin: {
    action: "Pin a repository",
    title: "Pin a repository by name",
    help: "For what {registry} does not list, or what you want at hand.",
    name: "Repository",
    hint: "Without the registry's address and without a tag, such as team/app",
    submit: "Pin",
    done: "{repository} is pinned",
  },
} as const;
