import type { RegistryClient } from "../../types.ts";

/** Everything a registry lists, in its order. */
export async function namesIn(client: RegistryClient): Promise<{ names: string[]; truncated: boolean }> {
  const result = { names: [] as string[], truncated: false };
  for await (const page of client.listRepositories()) {
    result.names.push(...page.names);
    result.truncated ||= page.truncated;
  }
  return result;
}
