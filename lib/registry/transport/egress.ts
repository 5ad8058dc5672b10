import { createHash } from "node:crypto";
import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { shared } from "./shared.ts";

/** Who may be connected to, and whom to believe. One undici Agent exists per policy, so sockets never mix policies. */
export interface EgressPolicy {
  /** Loopback, private and carrier-grade ranges. Link-local, metadata, unspecified and multicast never. */
  readonly allowPrivate: boolean;
  readonly caCertificate?: string;
  readonly skipTlsVerify: boolean;
}

/** The address was not connected to at all, so the words are the same whatever listens there. */
export class EgressRefusedError extends Error {
  readonly code = "EGRESS_REFUSED";
  constructor(host: string) {
    super(`No connection to ${host}: its address is not allowed`);
  }
}

const privateRanges = new Set(["loopback", "private", "carrierGradeNat", "uniqueLocal"]);
/** Cloud metadata services outside link-local: Alibaba Cloud, AWS over IPv6. */
const metadata = new Set(["100.100.100.200", "fd00:ec2::254"]);

/** Judges an IP address; IPv4 inside IPv6 (mapped, NAT64) counts as what it really reaches. */
export function addressScope(address: string): "public" | "private" | "never" {
  if (!ipaddr.isValid(address)) return "never";
  const parsed = unwrap(ipaddr.parse(address));
  if (metadata.has(parsed.toString())) return "never";
  const range = parsed.range();
  if (range === "unicast") return isGlobal(parsed) ? "public" : "never";
  return privateRanges.has(range) ? "private" : "never";
}

/** Of IPv6 only 2000::/3 is the internet; outside it lie relics such as ::127.0.0.1. */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv4 || ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}

function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const range = address.range();
  if (range !== "ipv4Mapped" && range !== "rfc6052") return address;
  // The local-use NAT64 prefix 64:ff9b:1::/48 embeds elsewhere; it stays as it is and is refused.
  if (range === "rfc6052" && address.parts[2] !== 0) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

/** Whether the policy lets a connection go to this address. */
export function isAllowed(address: string, policy: EgressPolicy): boolean {
  const scope = addressScope(address);
  return scope === "public" || (scope === "private" && policy.allowPrivate);
}

/** Resolves a name (or takes an IP literal) and keeps only allowed addresses. Throws EgressRefusedError when none is. */
export async function resolveAllowed(hostname: string, policy: EgressPolicy): Promise<LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(literal);
  if (family !== 0) {
    if (!isAllowed(literal, policy)) throw new EgressRefusedError(hostname);
    return [{ address: literal, family }];
  }
  return new Promise((resolve, reject) => {
    pinnedLookup(policy)(hostname, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(Array.isArray(addresses) ? addresses : []);
    });
  });
}

/**
 * The addresses judged are the very ones connected to: checking the name first and resolving again later is how DNS
 * rebinding gets through (ggcr #2440).
 */
export function pinnedLookup(policy: EgressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isAllowed(address, policy));
      const [first] = allowed;
      if (first === undefined) return callback(new EgressRefusedError(hostname), []);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

const agents = shared(
  "agents",
  () =>
    new LRUCache<string, Agent>({
      max: 200,
      dispose: (agent) => void agent.close().catch(() => undefined),
    }),
);

/** The Agent for a policy; created once, sockets kept alive. */
export function dispatcherFor(policy: EgressPolicy): Dispatcher {
  const key = keyOf(policy);
  const known = agents.get(key);
  if (known !== undefined) return known;
  const agent = new Agent({
    connect: connector(policy),
    allowH2: false,
    headersTimeout: 20_000,
    bodyTimeout: 20_000,
    maxHeaderSize: 64 * 1024,
  });
  agents.set(key, agent);
  return agent;
}

const keys = new WeakMap<EgressPolicy, string>();

/** Equal policies share an Agent; the hash is computed once per policy object. */
function keyOf(policy: EgressPolicy): string {
  let key = keys.get(policy);
  if (key === undefined) {
    const { allowPrivate, skipTlsVerify, caCertificate = "" } = policy;
    key = createHash("sha256")
      .update(JSON.stringify([allowPrivate, skipTlsVerify, caCertificate]))
      .digest("hex");
    keys.set(policy, key);
  }
  return key;
}

function connector(policy: EgressPolicy): buildConnector.connector {
  let connect: buildConnector.connector | undefined;
  return (options, callback) => {
    const literal = options.hostname.replace(/^\[|\]$/g, "");
    // Node connects to IP literals without asking `lookup`.
    if (isIP(literal) !== 0 && !isAllowed(literal, policy)) {
      callback(new EgressRefusedError(options.hostname), null);
      return;
    }
    try {
      connect ??= buildConnector({
        timeout: 10_000,
        allowH2: false,
        lookup: pinnedLookup(policy),
        rejectUnauthorized: !policy.skipTlsVerify,
        secureContext: secureContextFor(policy.caCertificate),
      });
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null);
      return;
    }
    connect(options, callback);
  };
}

const contexts = shared("contexts", () => new LRUCache<string, SecureContext>({ max: 100 }));

/** Node's authorities, the operating system's, and the pasted one. Parsing them takes milliseconds, so once each. */
export function secureContextFor(caCertificate: string | undefined): SecureContext {
  const key = caCertificate ?? "";
  let context = contexts.get(key);
  if (context === undefined) {
    const ca = new Set([...getCACertificates("default"), ...getCACertificates("system")]);
    if (caCertificate !== undefined) ca.add(caCertificate);
    context = createSecureContext({ ca: [...ca] });
    contexts.set(key, context);
  }
  return context;
}
