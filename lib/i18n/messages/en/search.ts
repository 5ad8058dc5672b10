export default {
  title: "Search registries",
  intro: "Every connected registry at once. Each answers by itself.",
  results: "{count, plural, =0 {Nothing found} one {# repository found} other {# repositories found}}",
  form: {
    label: "Search all registries",
    placeholder: "nginx, postgres, team/app…",
    submit: "Search",
    official: "Official images only",
    stars: "Stars",
    anyStars: "Any",
    atLeast: "{count}+",
    registry: "Registry",
    allRegistries: "All",
  },
  start: {
    title: "What are you looking for?",
    help: "{count, plural, one {The connected registry is asked} other {All # connected registries are asked}} by name; those with a search of their own look through descriptions too.",
    noHub: "Docker Hub can be searched as soon as it is connected. It needs no account.",
    none: "No registry to search yet",
    connect: "Connect a registry",
  },
  found: {
    copy: "Copy docker pull {image}",
    open: "Open: it is pinned to this registry's list",
    unknownHere: "Not in the index. An operator can open and pin it.",
    badge: {
      official: "Docker Official Image",
      verified: "Verified publisher",
      sponsored: "Sponsored open source",
    },
    stars: "{count, plural, one {{words} star} other {{words} stars}}",
    pulls: "{count, plural, one {{words} pull} other {{words} pulls}}",
    tags: "{count, plural, one {{words} tag} other {{words} tags}}",
    updated: "updated <when></when>",
    publisher: "by <name></name>",
  },
  source: {
    registry: "{count, plural, one {{words} found by the registry} other {{words} found by the registry}}",
    index:
      "{count, plural, one {{words} found in the index, by name} other {{words} found in the index, by name}}",
    meanwhile: "Until it answers, this is what the index knows of it:",
    more: "More from {registry}",
    nothing: "Nothing found here.",
    unknown: {
      stars: "This registry counts no stars.",
      official: "This registry marks no images as official.",
    },
  },
  rest: {
    nothing: "Nothing found in {registries}.",
    stars: "Left out, because they count no stars: {registries}.",
    official: "Left out, because they mark no images as official: {registries}.",
  },
  nothing: "Nothing found for “{text}”",
  nothingHelp:
    "Registries without a search of their own are looked through by name, as far as they have been indexed.",
  widen: "Search without filters",
} as const;
