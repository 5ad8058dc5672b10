import type { ErrorCode, ErrorReason } from "../../../errors.ts";

interface Words {
  /** What happened. */
  readonly title: string;
  /** What to do. */
  readonly help: string;
}

const code = {
  UNAUTHENTICATED: {
    title: "You are not signed in",
    help: "Your session has ended, or there was none. Sign in and try again.",
  },
  FORBIDDEN: {
    title: "Your role does not allow this",
    help: "Ask an administrator to do it, or to change your role. The attempt has been recorded.",
  },
  INVALID_INPUT: {
    title: "Something in the form is not right",
    help: "Look at the marked fields. Nothing has been changed.",
  },
  NOT_FOUND: {
    title: "There is nothing here",
    help: "It may have been removed or renamed, or you may not be allowed to see it.",
  },
  CONFLICT: {
    title: "This does not fit what is there now",
    help: "Somebody may have changed it in the meantime. Reload the page and look again.",
  },
  RATE_LIMITED: {
    title: "Too many requests",
    help: "Wait {seconds, plural, =0 {a moment} one {# second} other {# seconds}}, then try again.",
  },
  UNSUPPORTED: {
    title: "This is not possible here",
    help: "The other side does not offer it. The details say what it answered.",
  },
  REGISTRY_UNREACHABLE: {
    title: "No connection to {host}",
    help: "Check that the registry is running, that its address is right and that no firewall stands in between.",
  },
  REGISTRY_UNAUTHORIZED: {
    title: "No access at {host}",
    help: "Check the user name and the password or token in the registry's settings, and what the account may do.",
  },
  REGISTRY_REJECTED: {
    title: "The registry at {host} refused the request",
    help: "The details hold its own words.",
  },
  TLS_UNTRUSTED: {
    title: "The certificate of {host} is not trusted",
    help: "Paste the certificate of the authority that issued it into the registry's settings.",
  },
  DOCKER_UNREACHABLE: {
    title: "No connection to {endpoint}",
    help: "Check that Docker is running there and that Longshore may use its socket.",
  },
  DOCKER_REJECTED: {
    title: "Docker refused",
    help: "The details hold the daemon's own words.",
  },
  DATABASE_UNAVAILABLE: {
    title: "The database does not answer",
    help: "Nobody is signed out and nothing is lost. Try again in a moment; the server's log says why.",
  },
  TIMEOUT: {
    title: "No answer in time",
    help: "The other side took too long. Try again; if it stays like this, look at its load and at the network.",
  },
  CANCELLED: {
    title: "Cancelled",
    help: "It was stopped before it ended. Start it again whenever you like.",
  },
  INTERNAL: {
    title: "Something went wrong on our side",
    help: "{request, select, none {The server's log tells whoever runs it more.} other {It has been logged. Quote the request number below to whoever runs this server.}}",
  },
} as const satisfies Record<ErrorCode, Words>;

const reason = {
  dns_not_found: {
    title: "No address found for {host}",
    help: "Check the spelling. If the name is right, this server's DNS does not know it.",
  },
  connection_refused: {
    title: "Nothing listens at {host}",
    help: "Check the port and that the registry is running.",
  },
  connection_reset: {
    title: "The connection to {host} broke off",
    help: "Try again. If it stays like this, a proxy or firewall in between, or http instead of https, may be the cause.",
  },
  egress_refused: {
    title: "Longshore does not connect to {host}",
    help: "The address is private, local or reserved. An administrator can allow private addresses in the registry's settings.",
  },
  http_server_on_https: {
    title: "The server at {host} speaks plain HTTP",
    help: "Use an address that begins with http://, or put TLS in front of the registry.",
  },
  https_server_on_http: {
    title: "The server at {host} expects HTTPS",
    help: "Use an address that begins with https://.",
  },
  not_a_registry: {
    title: "There is no registry at {host}",
    help: "A server answers, but not as a registry does at /v2/. Check the port and the path.",
  },
  redirect_refused: {
    title: "A redirect was not followed",
    help: "The registry at {host} leads somewhere that must not get the request. Enter the final address instead.",
  },
  tls_unknown_authority: {
    title: "Nobody here knows who issued the certificate of {host}",
    help: "Paste the certificate of the authority that issued it (PEM) into the registry's settings.",
  },
  tls_self_signed: {
    title: "The certificate of {host} is signed by itself",
    help: "Paste this certificate (PEM) into the registry's settings to trust exactly it.",
  },
  tls_expired: {
    title: "The certificate of {host} has expired",
    help: "Renew it on the registry. Until then connections to it are not safe.",
  },
  tls_not_yet_valid: {
    title: "The certificate of {host} is not valid yet",
    help: "Compare the clocks of both machines, then the certificate's dates.",
  },
  tls_name_mismatch: {
    title: "The certificate is not for {host}",
    help: "Use a name the certificate contains, or issue one that contains this name.",
  },
  tls_no_subject_alt_name: {
    title: "The certificate of {host} has no subjectAltName",
    help: "The common name alone is not accepted any more, by Docker neither. Issue it again with a subjectAltName.",
  },
  tls_client_certificate_required: {
    title: "The server at {host} asks for a client certificate",
    help: "Longshore cannot present one. Allow sign-in with user name and password on the registry.",
  },
  certificate_unreadable: {
    title: "No certificate can be read from this text",
    help: "Paste PEM, from BEGIN CERTIFICATE to END CERTIFICATE, both lines included.",
  },
  credentials_refused: {
    title: "User name or password not accepted by {host}",
    help: "Enter them again in the registry's settings. Many registries want an access token instead of the password.",
  },
  credentials_missing: {
    title: "The registry at {host} wants a sign-in",
    help: "Nobody is signed in there. Add a user name and a token or password in the registry's settings.",
  },
  token_host_unapproved: {
    title: "The sign-in leads to another host: {tokenHost}",
    help: "It gets the password only after an administrator has approved it in the connection test. Approve it if you know it.",
  },
  key_unreadable: {
    title: "The password is not a service account's key",
    help: "Paste the whole JSON file that Google Cloud made for the key, from its first brace to its last.",
  },
  token_refused: {
    title: "The token server of {host} refused",
    help: "Check the credentials and what the account may do. The details hold the server's own words.",
  },
  permission_missing: {
    title: "The account may not do this at {host}",
    help: "Give the account more rights on the registry, or use another one.",
  },
  instance_unknown: {
    title: "Which instance {host} is cannot be told",
    help: "Fill in the instance's ID in the registry's settings, and its region where the address is a domain of your own.",
  },
  listing_refused: {
    title: "The registry at {host} does not list its repositories",
    help: "Name the repositories you need: pin them on the registry's page.",
  },
  namespace_unknown: {
    title: "{host} knows nothing called {name}",
    help: "Check the spelling in the registry's settings, and whether the account may see it.",
  },
  manifest_unknown: {
    title: "There is no such tag or digest",
    help: "It may have been deleted or moved in the meantime. Refresh the repository.",
  },
  blob_unknown: {
    title: "The registry does not have this layer or file",
    help: "Its manifest speaks of it, but it was deleted or never arrived. Push the image again.",
  },
  name_unknown: {
    title: "The registry knows no repository of this name",
    help: "Check the spelling, and whether the account may see it.",
  },
  digest_mismatch: {
    title: "The content does not have the digest it should have",
    help: "Nothing of it was kept. The registry, or a proxy in front of it, delivers changed or damaged data.",
  },
  media_type_mismatch: {
    title: "The registry calls the content by two different types",
    help: "Nothing of it was kept. Push the image again with a current tool.",
  },
  too_large: {
    title: "The answer is larger than Longshore accepts",
    help: "It was not read to its end{limit, select, none {} other { (past {limit})}} and nothing of it was kept. If it is genuine, please report it.",
  },
  endless_listing: {
    title: "The registry's list does not end",
    help: "Its pages went on and on, so Longshore stopped reading. What came until then is shown, and nothing is taken for deleted.",
  },
  unexpected_answer: {
    title: "The answer of {host} makes no sense",
    help: "It may be a proxy or a sign-in page in front of the registry. The details hold what it answered.",
  },
  registry_failed: {
    title: "The registry at {host} failed",
    help: "It answered with an error of its own; its log says why. Its storage may be full or away.",
  },
  too_many_requests: {
    title: "The registry asks for a pause",
    help: "{until, select, none {Longshore asks again by itself later.} other {It wants no requests before {until}; then Longshore asks again by itself.}} With a signed-in account the limit is often higher.",
  },
  delete_disabled: {
    title: "Deleting is switched off at {host}",
    help: "Enable it in the registry's storage configuration (storage.delete.enabled: true).",
  },
  tag_delete_unsupported: {
    title: "The registry at {host} cannot delete a tag alone",
    help: "It deletes by digest only, and with the digest all tags that point to it.",
  },
  tag_moved: {
    title: "{tag} changed since you looked",
    help: "It points at another image now, so nothing was done with it. Look again and decide anew.",
  },
  tags_appeared: {
    title: "More tags point at this image than were shown",
    help: "{tags} would go too, so nothing was deleted. Look again and decide anew.",
  },
  tag_taken: {
    title: "The tag {tag} points at another image already",
    help: "Choose another name, or confirm that this tag is to move.",
  },
  deletion_incomplete: {
    title: "{kept} of {total} tags were not deleted",
    help: "Each says why in this job. The others are gone.",
  },
  delete_unsupported: {
    title: "Nothing can be deleted through {host}",
    help: "This product offers no deletion to other programs. Delete in its own pages, or at the registry it copies.",
  },
  delete_locked: {
    title: "{host} protects this from deletion",
    help: "A rule there makes it immutable or locks it; the details say which. Change that rule first.",
  },
  still_referenced: {
    title: "{host} keeps a digest that something still points to",
    help: "Delete the tags and the multi-platform images that refer to it first. If there are none, the account may not delete here.",
  },
  tag_is_last: {
    title: "{tag} is the last tag of its image now",
    help: "The registry deletes an image with its last tag. The tags that were to keep this one are gone meanwhile, so it was kept. Look again.",
  },
  last_of_repository: {
    title: "{host} does not delete the last image of a package",
    help: "Delete the whole package in its own pages instead.",
  },
  push_refused: {
    title: "The registry at {host} did not accept the content",
    help: "Nothing was stored under this name. The details hold what it objects to.",
  },
  push_too_large: {
    title: "The content is too large for {host}",
    help: "Raise the limit of the registry or of the proxy in front of it (nginx: client_max_body_size).",
  },
  push_unsupported: {
    title: "Nothing can be pushed to {host}",
    help: "It is read-only, perhaps a cache of another registry. Push to that one.",
  },
  parts_missing: {
    title: "The registry does not have all the parts of this manifest",
    help: "A layer, a config or a platform's image is not there. Push the parts first, then the manifest.",
  },
  push_place_unknown: {
    title: "{host} has no place of this name",
    help: "Create its project or repository there first, or check the name: this registry does not make one by itself.",
  },
  quota_exceeded: {
    title: "The quota at {host} is used up",
    help: "Delete what is no longer needed there, or have the project's quota raised; then do it again: what has arrived is kept.",
  },
  target_moved: {
    title: "{name} has moved in the meantime",
    help: "It is not what you agreed to replace, so it was left alone. Order the copy anew to see what is there now.",
  },
  schema1_unsupported: {
    title: "This image has the format of before 2016 (schema 1)",
    help: "Docker cannot pull it any more. Build and push it again with a current tool.",
  },
  platform_unknown: {
    title: "The image does not exist for {name}",
    help: "Choose among the platforms the tag offers.",
  },
  daemon_socket_missing: {
    title: "There is no Docker socket at {endpoint}",
    help: "Install or start Docker, or set DOCKER_HOST to where it listens. In a container, mount the socket.",
  },
  daemon_socket_denied: {
    title: "Longshore may not use {endpoint}",
    help: "Add the user Longshore runs as to the group docker and restart Longshore.",
  },
  daemon_not_running: {
    title: "Docker does not answer at {endpoint}",
    help: "Start it there: systemctl start docker. Its log says why it stopped.",
  },
  daemon_silent: {
    title: "Docker at {endpoint} accepts connections but does not answer",
    help: "Look at the load of its machine and at the daemon's log. If it hangs, restart it: systemctl restart docker.",
  },
  daemon_insecure_registry: {
    title: "Docker does not speak plain HTTP to this registry",
    help: "Add the registry to insecure-registries in the daemon's daemon.json and restart Docker, or use TLS.",
  },
  daemon_unknown_authority: {
    title: "Docker does not trust the registry's certificate",
    help: "Put the authority's certificate on that host as /etc/docker/certs.d/host:port/ca.crt; no restart needed.",
  },
  daemon_registry_unreachable: {
    title: "Docker cannot reach {host}",
    help: "It tried several times. Check that the registry is running and that the Docker host may connect to it, then pull again: layers that are complete stay.",
  },
  daemon_pulls_limited: {
    title: "{host} limits how much is pulled from it",
    help: "Wait and pull again. With a signed-in account the limit is often higher.",
  },
  daemon_disk_full: {
    title: "The disk of the Docker host is full",
    help: "Remove images and containers nobody needs, then pull again.",
  },
  daemon_no_matching_platform: {
    title: "The image does not exist for this platform",
    help: "Choose one of the platforms the tag offers.",
  },
  daemon_pull_denied: {
    title: "Docker may not pull this image",
    help: "Check the credentials of the registry and what the account may do there.",
  },
  daemon_image_not_found: {
    title: "Docker did not find this image",
    help: "The tag may have been deleted in the meantime. Refresh the repository.",
  },
  secret_needed_for_new_host: {
    title: "The address changed: enter the password again",
    help: "A stored password is never sent to an address it was not entered for.",
  },
  secret_key_wrong: {
    title: "The stored password cannot be opened",
    help: "This server runs with another sealing key. Put the old one back (LONGSHORE_SECRET_KEY or secret.key), or enter the password again.",
  },
  setup_closed: {
    title: "Longshore is set up already",
    help: "There is an administrator. Sign in, or ask for an account.",
  },
  setup_token_wrong: {
    title: "This setup link is not valid",
    help: "Open the link exactly as the server's log shows it.",
  },
  sign_in_refused: {
    title: "User name or password is wrong",
    help: "Check both and try again. If you forgot your password, an administrator can set a new one.",
  },
  sign_in_throttled: {
    title: "Too many attempts",
    help: "Wait {seconds, plural, =0 {a moment} one {# second} other {# seconds}}, then try again.",
  },
  own_account: {
    title: "Not with your own account",
    help: "Another administrator has to do this. Your password is changed on your account page.",
  },
  last_administrator: {
    title: "This is the last administrator",
    help: "Make somebody else an administrator first, or nobody could manage Longshore any more.",
  },
  name_taken: {
    title: "The name {name} is taken",
    help: "Choose another one. Upper and lower case make no difference.",
  },
  index_running: {
    title: "{name} is being indexed already",
    help: "Its run is on the registry's page: watch it there, or let it go on if it is paused.",
  },
  registry_disabled: {
    title: "This registry is disabled",
    help: "Nothing is sent to it until an administrator enables it in its settings.",
  },
  worker_lost: {
    title: "The process that ran this job is gone",
    help: "It was restarted or crashed. Nothing goes on in the background: start the job again.",
  },
  database_disk_full: {
    title: "The disk under Longshore's database is full",
    help: "Nothing was changed, because nothing could be recorded. Free some space on the server; everything then works again by itself.",
  },
} as const satisfies Record<ErrorReason, Words>;

export default {
  code,
  reason,
  /** Stand in for what an error does not name. */
  unnamed: {
    host: "the registry",
    endpoint: "Docker",
    tokenHost: "another host",
    name: "you chose",
  },
} as const;
