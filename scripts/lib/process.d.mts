export function isAlive(pid: number): boolean;
export function startTimeOf(pid: number): string | undefined;
export function signal(pid: number, name: NodeJS.Signals): boolean;
export function waitForExit(pid: number, ms: number): Promise<boolean>;
