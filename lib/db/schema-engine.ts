import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as binding from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { commitsByItself } from "./migrations.ts";

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/** adapter-pg as the migration engine needs it: two repairs, see below. */
class MigrationPg extends PrismaPg {
  override async connect() {
    return repair(await super.connect());
  }

  override async connectToShadowDb() {
    return repair(await super.connectToShadowDb());
  }
}

function repair(adapter: Adapter): Adapter {
  const pool = adapter.underlyingDriver();

  // adapter-pg splits a script at every `;`, which breaks functions and triggers and applies a migration half. One simple
  // query runs the whole script in one implicit transaction instead. CREATE INDEX CONCURRENTLY refuses transactions: it
  // stands alone in its file.
  adapter.executeScript = async (script) => {
    try {
      await runPatiently(pool, script);
    } catch (error) {
      throw asAdapterError(error);
    }
  };

  // adapter-pg knows no "char" (the catalogue's one-byte type), which the engine reads when it describes a schema: let
  // it pass as text, then say what it was.
  const { queryRaw } = adapter;
  adapter.queryRaw = async (sql) => {
    const charColumns: number[] = [];
    const query = async (config: pg.QueryConfig) => {
      const result = await pool.query(config);
      for (const [index, field] of result.fields.entries()) {
        if (field.dataTypeID !== pg.types.builtins.CHAR) continue;
        field.dataTypeID = pg.types.builtins.TEXT;
        charColumns.push(index);
      }
      return result;
    };
    const self = Object.assign(Object.create(adapter), { client: { query } });
    const result = await queryRaw.call(self, sql);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

const lockNotAvailable = "55P03";

/**
 * Runs a script as one transaction that never stands in line for a lock longer than a moment: whoever comes after it would stand
 * in line behind it, readers too, for as long as the oldest reader takes. It is undone and begun again instead.
 */
async function runPatiently(pool: pg.Pool, script: string): Promise<void> {
  const bounded = commitsByItself(script) ? script : `SET LOCAL lock_timeout = '500ms';\n${script}`;
  for (let told = false; ; told = true) {
    try {
      await pool.query(bounded);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      // Standard output is the answer of whoever asked for the migration.
      if (!told)
        process.stderr.write(
          "Waiting for a table that somebody else is using (the upgrade goes on by itself)…\n",
        );
      await setTimeout(500);
    }
  }
}

function asAdapterError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  return new DriverAdapterError({
    kind: "postgres",
    code: error.code ?? "XX000",
    originalCode: error.code,
    originalMessage: error.message,
    severity: error.severity ?? "ERROR",
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}

let loaded = false;

function loadEngine(): void {
  if (loaded) return;
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = readFileSync(join(dirname(entry), "schema_engine_bg.wasm"));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    "./schema_engine_bg.js": binding as unknown as WebAssembly.ModuleImports,
  });
  const glue = binding as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  loaded = true;
}

/** The engine and the connections under it. */
export interface OpenEngine {
  readonly engine: binding.SchemaEngine;
  close(): Promise<void>;
}

/** Prisma's own migration engine as WebAssembly: no engine binary, no download. Close it after use. */
export async function openSchemaEngine(url: string): Promise<OpenEngine> {
  loadEngine();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => undefined);
  const factory: SqlMigrationAwareDriverAdapterFactory = new MigrationPg(pool);
  const engine = await binding.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  return {
    engine,
    // The engine leaves its connections open, and a database somebody is connected to cannot be copied or dropped.
    close: async () => {
      engine.free();
      await pool.end();
    },
  };
}
