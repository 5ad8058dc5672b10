import type { AccessKey } from "../signing/acs3.ts";
import type { RegistryTarget } from "../types.ts";

/** The key a cloud's requests are signed with; null where what is stored is a docker login, told by its form. */
export function accessKeyOf({ credential }: RegistryTarget, form: RegExp): AccessKey | null {
  if (credential.kind === "anonymous" || !form.test(credential.username)) return null;
  return { id: credential.username, secret: credential.secret };
}

/** What is typed of an instance that has several addresses; "" where its address says it. */
export function instanceOf({ settings }: RegistryTarget): { readonly id: string; readonly region: string } {
  return settings?.kind === "instance"
    ? { id: settings.instance, region: settings.region }
    : { id: "", region: "" };
}
