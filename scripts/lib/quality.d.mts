export declare const qualitySteps: Readonly<Record<string, readonly string[]>>;
export declare function runTool(
  root: string,
  node: string,
  command: readonly string[],
): Promise<{ code: number | null; output: string }>;
