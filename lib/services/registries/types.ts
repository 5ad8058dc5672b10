import type { ErrorDto } from "#lib/errors.ts";
import type { ConnectionReport, ConnectionStep } from "#lib/registry/connection-types.ts";
import type { Capabilities, ProductId, ProductSettings } from "#lib/registry/types.ts";

import type { KeptNotices } from "./notices.ts";

/** "disabled" is not a health: a disabled registry keeps what was last known of it. */
export type RegistryHealth = "unknown" | "ok" | "warn" | "error";

/** One registry as lists and the rail show it. Times ISO 8601. */
export interface RegistrySummary {
  readonly id: string;
  readonly name: string;
  readonly product: ProductId;
  /** As the server named itself when last tested: "CNCF Distribution"; null before that, or when it does not say. */
  readonly productName: string | null;
  readonly endpoint: string;
  /** What docker writes before a repository: "docker.io", "registry.corp.example:5000". */
  readonly host: string;
  readonly health: RegistryHealth;
  readonly healthError: ErrorDto | null;
  readonly healthCheckedAt: string | null;
  readonly disabled: boolean;
  /** Repositories known and not gone. */
  readonly repositoryCount: number;
  /** When the list of repositories was last read to its end; null: never. */
  readonly indexedAt: string | null;
  readonly truncated: boolean;
  /** What it said beside its answers lately. */
  readonly notices: KeptNotices;
}

export const indexSchedules = ["off", "quarter", "hourly", "six_hours", "nightly"] as const;

/** How a registry is indexed without being opened. */
export interface IndexSettings {
  readonly schedule: (typeof indexSchedules)[number];
  /** Nightly: at this hour of this time zone. */
  readonly hour: number;
  readonly zone: string;
  /** Repositories at once. */
  readonly concurrency: number;
  /** Requests a second at most; null: as many as the registry takes. */
  readonly rate: number | null;
  /** Glob patterns; nothing included means everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A registry with what its settings page shows. There is no field here that could hold a secret. */
export interface RegistryDetail extends RegistrySummary {
  readonly description: string;
  readonly username: string | null;
  readonly hasSecret: boolean;
  readonly secretChangedAt: string | null;
  readonly caCertificate: string | null;
  readonly skipTlsVerify: boolean;
  readonly allowPrivate: boolean;
  readonly tokenHosts: readonly string[];
  readonly settings: ProductSettings;
  readonly indexing: IndexSettings;
  readonly list: Capabilities["list"] | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A login of a pasted Docker configuration, as far as a browser is told. */
export interface FoundLogin {
  readonly key: string;
  /** "helper": a program of the machine it comes from keeps it; "empty" and "unreadable": nothing to sign in with. */
  readonly state: "ready" | "helper" | "empty" | "unreadable";
  /** What it would be called here. */
  readonly name: string;
  readonly product: ProductId;
  /** Registries at this very address. */
  readonly connected: readonly { readonly id: string; readonly name: string }[];
  /** "<token>" for an identity token. */
  readonly username?: string;
  readonly helper?: string;
}

/** One line of the NDJSON a connection test answers with; the last line is a report or an error. */
export type ConnectionTestLine =
  | { readonly type: "step"; readonly step: ConnectionStep }
  | { readonly type: "report"; readonly report: ConnectionReport }
  | { readonly type: "error"; readonly error: ErrorDto };
