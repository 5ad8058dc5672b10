import type { Status } from "../ui/status-dot.tsx";
import type { Theme } from "./theme.ts";

export interface ShellUser {
  readonly username: string;
  readonly role: "administrator" | "operator" | "viewer";
}

export interface RailRegistry {
  readonly id: string;
  readonly name: string;
  /** What docker writes before a repository, for the copyable reference. */
  readonly host: string;
  readonly status: Status;
  /** null while nobody has listed them. */
  readonly repositories: number | null;
}

/** How a host is, only its daemon knows: the rail asks once the page is there. */
export interface RailHost {
  readonly id: string;
  readonly name: string;
}

/** What this person may see and do, decided on the server. */
export interface ShellRights {
  readonly connectRegistry: boolean;
  readonly audit: boolean;
  readonly users: boolean;
  readonly pull: boolean;
  readonly refresh: boolean;
}

export interface ShellData {
  readonly user: ShellUser;
  readonly rights: ShellRights;
  readonly registries: readonly RailRegistry[];
  readonly hosts: readonly RailHost[];
}

/** What can be done from anywhere. */
export interface ShellActs {
  readonly locales: readonly { readonly code: string; readonly name: string }[];
  readonly pull: () => void;
  readonly refreshRegistry: (registry: RailRegistry) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setLocale: (code: string) => void;
  readonly signOut: () => void;
}
