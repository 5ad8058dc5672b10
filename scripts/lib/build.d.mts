import type { ChildProcess } from "node:child_process";

type OnChild = (child: ChildProcess) => void;
export function ensureGenerated(root: string, node: string, onChild?: OnChild): Promise<void>;
export function isBuilt(root: string): boolean;
export function ensureBuilt(root: string, node: string, onChild?: OnChild): Promise<void>;
