export interface RunningPostgres {
  readonly pid: number;
  readonly socket: string;
  readonly logFile: string;
  url(database: string, role: string): string;
  stop(): Promise<void>;
}
export class PostgresError extends Error {}
export function startPostgres(options: {
  root: string;
  home: string;
  fast?: boolean;
}): Promise<RunningPostgres>;
