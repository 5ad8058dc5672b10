import { findJsonObject, isObject, type JsonObject, objectsOf, stringOf } from "../json.ts";
import type { ListedPage } from "../listing.ts";
import type { ProductApi } from "../product-api.ts";
import type { RegistryTarget, RequestOptions, Tag } from "../types.ts";
import { type Doomed, type IssuedLogin, namespacesOf } from "./adapter.ts";
import type { ApiAnswer } from "./paging.ts";
import { call, pageSize, responseOf } from "./tencent-api.ts";
import { twoSecretsOf } from "./two-secrets.ts";

/** By what stands before "ccr" in the host's name; the mainland's regions share one, and one store. */
const regions: Readonly<Record<string, string>> = {
  bjjr: "ap-beijing-fsi",
  ca: "na-toronto",
  de: "eu-frankfurt",
  hk: "ap-hongkong",
  in: "ap-mumbai",
  jkt: "ap-jakarta",
  jp: "ap-tokyo",
  kr: "ap-seoul",
  sao: "sa-saopaulo",
  sg: "ap-singapore",
  shjr: "ap-shanghai-fsi",
  szjr: "ap-shenzhen-fsi",
  th: "ap-bangkok",
  use: "na-ashburn",
  usw: "na-siliconvalley",
};

export function regionOf({ endpoint }: RegistryTarget): string {
  const before = /^([a-z]*)ccr\./.exec(new URL(endpoint).hostname)?.[1] ?? "";
  return regions[before] ?? "ap-guangzhou";
}

/** What /v2/ takes was typed beside the key. */
export async function typedLogin(_api: ProductApi, target: RegistryTarget): Promise<IssuedLogin> {
  const { credential } = target;
  const username = credential.kind === "basic" ? credential.username : "";
  return { username, secret: twoSecretsOf(target)?.password ?? "", lifetime: 24 * 3600 };
}

/** https://cloud.tencent.com/document/product/1141/41583 (DescribeRepositoryOwnerPersonal): Offset counts items, from none. */
export async function* listPersonal(
  api: ProductApi,
  target: RegistryTarget,
  options: RequestOptions | undefined,
): AsyncGenerator<ListedPage> {
  const named = namespacesOf(target);
  const wanted = (name: string) => named.length === 0 || named.some((one) => name.startsWith(`${one}/`));
  const namesOf = (body: unknown) =>
    objectsOf(dataOf(body).RepoInfo).flatMap(({ RepoName }) => stringOf(RepoName) ?? []);
  const list = call("DescribeRepositoryOwnerPersonal", regionOf(target), { Offset: 0, Limit: pageSize });
  for await (const { names, truncated } of api.listNames({ ...list, next, namesOf }, options)) {
    yield { names: names.filter(wanted), truncated };
  }
}

/** DeleteImagePersonal takes one tag of a repository off (https://cloud.tencent.com/document/product/1141/41415). */
export async function deletePersonal(
  api: ProductApi,
  { target, repository, reference }: Doomed<Tag>,
  options: RequestOptions | undefined,
): Promise<void> {
  const tag = { RepoName: repository, Tag: reference };
  await api.ask({ ...call("DeleteImagePersonal", regionOf(target), tag), writes: true }, options);
}

function next({ body, sent = "" }: ApiAnswer): string | null {
  const asked = findJsonObject(Buffer.from(sent)) ?? {};
  const after = Number(asked.Offset) + pageSize;
  return after < Number(dataOf(body).TotalCount) ? JSON.stringify({ ...asked, Offset: after }) : null;
}

function dataOf(body: unknown): JsonObject {
  const { Data } = responseOf(body);
  return isObject(Data) ? Data : {};
}
