import ipaddr from "ipaddr.js";

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Networks whose word about the client counts. */
export type TrustedProxies = readonly Network[];

/** Parses LONGSHORE_TRUSTED_PROXIES (addresses and CIDR networks, already validated by lib/env). */
export function parseTrustedProxies(entries: readonly string[]): TrustedProxies {
  return entries.map((entry) => {
    if (entry.includes("/")) return ipaddr.parseCIDR(entry);
    const address = ipaddr.parse(entry);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/** One spelling per address: IPv4 inside IPv6 is IPv4; undefined when it is no address. */
function canonical(text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!text || !ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  // isValid takes "127.1" and "0x7f.1", which no proxy writes.
  if (address.kind() === "ipv4" && !text.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(text))
    return undefined;
  return address;
}

function isTrusted(address: ipaddr.IPv4 | ipaddr.IPv6, proxies: TrustedProxies): boolean {
  return proxies.some(([network, bits]) => {
    if (address.kind() !== network.kind()) return false;
    return address.match(network, bits);
  });
}

/** "203.0.113.7:4711" and "[2001:db8::1]:4711" as some proxies write them. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text);
  if (bracketed?.[1]) return bracketed[1];
  const plain = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text);
  return plain?.[1] ?? text;
}

export interface PeerHeaders {
  readonly forwardedFor?: string | undefined;
  readonly forwardedHost?: string | undefined;
  readonly forwardedProto?: string | undefined;
  readonly host?: string | undefined;
}

export interface ClientAddress {
  /** The socket's other end. */
  readonly peer: string;
  /** The client as far as trusted proxies vouch for it; the peer when none does. */
  readonly address: string;
  /** Host and scheme the client used. */
  readonly host: string;
  readonly proto: "http" | "https";
}

/**
 * Who sent a request. X-Forwarded-For is read from the right, as each proxy appends whom it saw: the first entry not itself
 * a trusted proxy is the client. Anything left of it is the client's own claim. Without a trusted peer nothing counts.
 */
export function resolveClient(
  peerAddress: string | undefined,
  headers: PeerHeaders,
  proxies: TrustedProxies,
): ClientAddress {
  const peer = canonical(peerAddress);
  const host = headers.host ?? "";
  const text = peer?.toString() ?? "unknown";
  if (!peer || !isTrusted(peer, proxies)) return { peer: text, address: text, host, proto: "http" };

  let client = peer;
  for (const entry of (headers.forwardedFor ?? "").split(",").reverse()) {
    const hop = canonical(withoutPort(entry.trim()));
    if (!hop) break;
    client = hop;
    if (!isTrusted(hop, proxies)) break;
  }
  return {
    peer: text,
    address: client.toString(),
    host: firstOf(headers.forwardedHost) ?? host,
    proto: firstOf(headers.forwardedProto)?.toLowerCase() === "https" ? "https" : "http",
  };
}

function firstOf(list: string | undefined): string | undefined {
  return list?.split(",")[0]?.trim() || undefined;
}
