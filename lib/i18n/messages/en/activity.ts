export default {
  title: "Activity",
  heading: "Activity of {name}",
  intro: "Pushes, pulls and deletions as the registry tells of them, kept for 90 days.",
  label: "Activity in {name}",
  filter: "Filter by repository, tag, person, address",
  when: "When",
  kind: "What",
  kinds: { push: "Pushed", pull: "Pulled", delete: "Deleted", mount: "Mounted" },
  image: "Image",
  who: "Who",
  digest: "Digest",
  from: "From",
  client: "Client",
  anonymous: "no name given",
  empty: "Nothing told yet",
  emptyListening:
    "The registry has an address to post to. What is pushed, pulled or deleted in it from now on stands here.",
  emptyOff:
    "This registry does not tell Longshore what happens in it. An administrator turns its notifications on in the registry's settings.",
  turnOn: "Open settings",
  pulls: {
    summary: "{count, plural, one {<b>{words}</b> pull} other {<b>{words}</b> pulls}} in 30 days",
    last: "Last pulled <when></when>",
    show: "Pulls per day",
    day: "Day (UTC)",
    count: "Pulls",
    close: "Close",
  },
  settings: {
    title: "Notifications",
    off: "Off: Longshore finds changes when it re-checks. With notifications, pushes appear within a second, pulls are counted, and the activity says who.",
    on: "Turned on <since></since>.",
    received: "{count, plural, one {# event} other {# events}} received, the last one <ago></ago>.",
    none: "No event has come yet.",
    refused:
      "{count, plural, one {# event was} other {# events were}} left out: malformed, or too many at once.",
    turnOn: "Turn on",
    renew: "New address",
    renewTitle: "Make a new address for {name}?",
    renewConsequence:
      "The address of now is not found any more as soon as this is done. Until the registry posts to the new one, changes are found by re-check only.",
    renewed: "New address made",
    turnOff: "Turn off",
    turnOffTitle: "Turn off the notifications of {name}?",
    turnOffConsequence:
      "The address is forgotten: what the registry posts to it is not found. What it has told so far stays for its 90 days. Take the address out of the registry's configuration too.",
    turnedOff: "Notifications turned off",
    once: "This address is shown now and never again",
    onceHelp: "It is a secret: whoever knows it can post events. It is stored as a hash only.",
    address: "Address",
    copyAddress: "Copy address",
    distribution: "CNCF Distribution (docker registry): add to config.yml and restart it",
    copyYaml: "Copy configuration",
    harbor:
      "Harbor: in each project, Webhooks → New webhook. Notify type http, payload format Default, this address as endpoint URL; events: artifact pushed, pulled, deleted.",
    others:
      "Other products that post in the format of CNCF Distribution (GitLab's registry: registry['notifications'] in gitlab.rb) take the same address. No header is needed.",
    local:
      "This address leads to this machine only. If the registry runs elsewhere, set LONGSHORE_PUBLIC_URL to an address it can reach.",
  },
} as const;
