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
    copyLines: "Copy these lines",
    product: "Product that posts",
    unknown:
      "No way is known in which this product tells Longshore what happens in it. If one of these posts for it, choose that; otherwise changes are found by re-check.",
    guides: {
      distribution: {
        name: "CNCF Distribution (docker registry)",
        where: "Add these lines to the registry's config.yml.",
        fill: "Restart the registry.",
        tells: "It tells of pushes, pulls and deletions, with who did it and from where.",
      },
      gitlab: {
        name: "GitLab, self-managed",
        where: "Add these lines to /etc/gitlab/gitlab.rb. GitLab.com has no such setting.",
        fill: "Run gitlab-ctl reconfigure.",
        tells: "It tells of pushes, pulls and deletions, with who did it and from where.",
      },
      harbor: {
        name: "Harbor",
        where: "In Harbor, open Webhooks of a project and choose New Webhook; once for each project.",
        fill: "Notify type http, payload format Default or CloudEvents, this address as endpoint URL; events: artifact pushed, artifact pulled, artifact deleted.",
        tells: "It tells of pushes, pulls and deletions, with who did it.",
      },
      hub: {
        name: "Docker Hub",
        where: "On Docker Hub, open the Webhooks tab of a repository; once for each repository.",
        fill: "Give it any name, paste this address as webhook URL and choose Create.",
        tells: "It tells of pushes, with who pushed. Pulls and deletions are not told.",
      },
      github: {
        name: "GitHub (ghcr.io)",
        where: "On GitHub, open Settings of the organization or repository, then Webhooks, then Add webhook.",
        fill: "This address as payload URL, content type application/json, no secret. Choose individual events and tick Packages alone.",
        tells: "It tells of pushed images, with who pushed. Pulls and deletions are not told.",
      },
      quay: {
        name: "Quay",
        where:
          "In Quay, open Settings of a repository and choose Create Notification; once for each repository.",
        fill: "Event Push to Repository, method Webhook POST, this address as URL.",
        tells: "It tells of pushed tags, but not by whom. Pulls and deletions are not told.",
      },
      azure: {
        name: "Azure Container Registry",
        where: "In the Azure portal, open the registry, then Webhooks under Services, then Add.",
        fill: "This address as service URI; actions push and delete; leave the scope empty for all repositories.",
        tells: "It tells of pushes and deletions, but not by whom. Pulls are not told.",
      },
      aliyun: {
        name: "Aliyun ACR",
        where:
          "In the Container Registry console, open Triggers of a repository and create one; once for each repository.",
        fill: "This address as trigger URL, for all tags. By HTTPS Aliyun posts to port 443 only, and not to a certificate of your own making.",
        tells: "It tells of pushed tags, but not by whom. Pulls and deletions are not told.",
      },
    },
    local:
      "This address leads to this machine only. If the registry runs elsewhere, set LONGSHORE_PUBLIC_URL to an address it can reach.",
  },
} as const;
