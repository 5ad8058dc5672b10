import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

/** A setting that cannot be used. `message` has one line per variable and is meant for the person at the terminal. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
    this.name = "EnvError";
  }
}

/** An empty variable is one that is not set: `FOO= npm start` and Compose files with empty values mean that. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const postgresUrl = z.string().refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
  error: "must look like postgresql://user:password@host:5432/database",
});

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

const networks = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .superRefine((list, context) => {
    for (const entry of list) {
      if (network.safeParse(entry).success) continue;
      context.addIssue({
        code: "custom",
        message: `holds "${entry}": use addresses or networks, 10.0.0.0/8, fd00::/8, separated by commas`,
      });
    }
  });

const publicUrl = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:\/\//i.test(text), {
    error: "must be an address such as https://registries.example.com",
  })
  .refine((text) => !URL.canParse(text) || new URL(text).pathname === "/", {
    error: "must not have a path: Longshore lives at the root of its host",
  })
  .transform((text) => new URL(text).origin);

const schema = z.object({
  PORT: optional(
    z.string().refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
      error: "must be a port number, 0 to 65535",
    }),
  ),
  HOST: optional(z.string()),
  DATABASE_URL: optional(postgresUrl),
  LONGSHORE_DATABASE_OWNER_URL: optional(postgresUrl),
  LONGSHORE_TRUSTED_PROXIES: optional(networks),
  LONGSHORE_DATA_DIR: optional(z.string()),
  LONGSHORE_PUBLIC_URL: optional(publicUrl),
  LONGSHORE_LOG_LEVEL: optional(
    z.enum(["trace", "debug", "info", "warn", "error", "silent"], {
      error: "must be trace, debug, info, warn, error or silent",
    }),
  ),
  LONGSHORE_LOG_FORMAT: optional(z.enum(["json", "text"], { error: "must be json or text" })),
  LONGSHORE_ADMIN_USERNAME: optional(z.string()),
  LONGSHORE_ADMIN_PASSWORD: optional(z.string()),
  LONGSHORE_ADMIN_PASSWORD_FILE: optional(z.string()),
  DOCKER_HOST: optional(z.string()),
});

export interface Env {
  readonly port: number;
  readonly host: string;
  /** Origin users type; no trailing slash. */
  readonly publicUrl: string;
  /** False when `publicUrl` is only the default for the port. */
  readonly publicUrlGiven: boolean;
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  /** Addresses and CIDR networks. */
  readonly trustedProxies: readonly string[];
  /** Absolute. */
  readonly dataDir: string;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  readonly logFormat: "json" | "text" | undefined;
  /** The first administrator, when the operator names one; the password is read only when asked for. */
  readonly admin: { readonly username: string; readonly password: () => string } | undefined;
  readonly dockerHost: string | undefined;
}

/** Reads `NAME` or the file named by `NAME_FILE`, a final line break removed. */
function secretOf(value: string | undefined, file: string | undefined, name: string): string {
  if (value !== undefined) return value;
  try {
    return readFileSync(file ?? "", "utf8").replace(/\r?\n$/, "");
  } catch {
    throw new EnvError([`${name}_FILE names ${file}, which cannot be read.`]);
  }
}

/**
 * Checks the environment and names everything that is wrong with it at once. Values are never part of a message where they
 * may be secret.
 * @throws EnvError
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  }
  const values = parsed.data;
  const problems: string[] = [];
  if (values.LONGSHORE_DATABASE_OWNER_URL && !values.DATABASE_URL) {
    problems.push(
      "LONGSHORE_DATABASE_OWNER_URL is set without DATABASE_URL, the address the application uses",
    );
  }
  const password = values.LONGSHORE_ADMIN_PASSWORD;
  const passwordFile = values.LONGSHORE_ADMIN_PASSWORD_FILE;
  const hasPassword = password !== undefined || passwordFile !== undefined;
  if ((values.LONGSHORE_ADMIN_USERNAME !== undefined) !== hasPassword) {
    problems.push(
      "LONGSHORE_ADMIN_USERNAME and LONGSHORE_ADMIN_PASSWORD (or …_FILE) belong together: set both or none",
    );
  }
  if (problems.length > 0) throw new EnvError(problems);

  const port = Number(values.PORT ?? 3000);
  return {
    port,
    host: values.HOST ?? "127.0.0.1",
    publicUrl: values.LONGSHORE_PUBLIC_URL ?? `http://localhost:${port}`,
    publicUrlGiven: values.LONGSHORE_PUBLIC_URL !== undefined,
    databaseUrl: values.DATABASE_URL,
    databaseOwnerUrl: values.LONGSHORE_DATABASE_OWNER_URL,
    trustedProxies: values.LONGSHORE_TRUSTED_PROXIES ?? [],
    dataDir: resolve(values.LONGSHORE_DATA_DIR ?? ".data"),
    logLevel: values.LONGSHORE_LOG_LEVEL ?? "info",
    logFormat: values.LONGSHORE_LOG_FORMAT,
    admin:
      values.LONGSHORE_ADMIN_USERNAME === undefined
        ? undefined
        : {
            username: values.LONGSHORE_ADMIN_USERNAME,
            password: () => secretOf(password, passwordFile, "LONGSHORE_ADMIN_PASSWORD"),
          },
    dockerHost: values.DOCKER_HOST,
  };
}

const holder = globalThis as typeof globalThis & { longshoreEnv?: Env };

/** The process's settings. */
export function env(): Env {
  holder.longshoreEnv ??= parseEnv(process.env);
  return holder.longshoreEnv;
}
