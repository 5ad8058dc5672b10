import { AppError } from "../../errors.ts";
import { findJsonObject, objectsOf, stringOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { RegistryTarget, RepositoryName, RequestOptions, Tag } from "../types.ts";
import { type Adapter, type Doomed, type IssuedLogin, namespacesOf } from "./adapter.ts";
import { ownerAndRest } from "./gone.ts";
import { accessKeyOf, instanceOf } from "./key-settings.ts";
import { secondsUntil } from "./lifetime.ts";
import type { ApiAnswer } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";
import { call, door, keyForm, pageSize, responseOf } from "./tencent-api.ts";
import { deletePersonal, listPersonal, typedLogin } from "./tencent-personal.ts";
import { twoSecretsOf } from "./two-secrets.ts";

const personalHost = /^[a-z]*ccr\.ccs\.tencentyun\.com$/;
const enterpriseHost = /^[a-z0-9-]+\.tencentcloudcr\.com$/;

/**
 * Tencent Container Registry. Enterprise: with a SecretId repositories are listed by the API, and docker's login is had for it,
 * for an hour (https://cloud.tencent.com/document/api/1141/41571); a docker login alone lists nothing. Personal
 * (ccr.ccs.tencentyun.com, hkccr… and others outside the mainland): its API knows no temporary login, and takes no docker login, so
 * both are typed; without a key it is read by pinned names.
 */
export const tencentTcr: Adapter = {
  product: "tencent-tcr",
  list: (target) => {
    if (!takesKey(target) && twoSecretsOf(target) === null) return "pinned";
    return namespacesOf(target).length > 0 ? "namespace" : "api";
  },
  offers: { deleteTag: "api", deleteDigest: "unknown", referrers: "unknown" },
  settings: "instance",
  takesSecondKey: true,
  api: {
    ...door,
    listRepositories: (api, target, options) =>
      twoSecretsOf(target) === null
        ? listRepositories(api, target, options)
        : listPersonal(api, target, options),
    listTagFacts,
    deletes: (target) => takesKey(target) || twoSecretsOf(target) !== null,
    deleteTag: (api, doomed, options) =>
      twoSecretsOf(doomed.target) === null
        ? deleteTag(api, doomed, options)
        : deletePersonal(api, doomed, options),
  },
  temporaryLogin: (target) => {
    if (twoSecretsOf(target) !== null) return { ...door, issue: typedLogin };
    return takesKey(target) ? { ...door, issue } : null;
  },
  pageSize: 100,
  ownsHost: (hostname) => personalHost.test(hostname) || enterpriseHost.test(hostname),
  recognise: ({ endpoint: { hostname } }) => {
    if (personalHost.test(hostname)) return "Tencent TCR personal";
    return enterpriseHost.test(hostname) ? "Tencent TCR Enterprise" : null;
  },
  completeName: (name) => name,
};

function takesKey(target: RegistryTarget): boolean {
  if (twoSecretsOf(target) !== null) return false;
  return accessKeyOf(target, keyForm) !== null && !personalHost.test(new URL(target.endpoint).hostname);
}

interface Instance {
  readonly id: string;
  readonly region: string;
}

/**
 * The instance by its ID where one was typed, else by the address it has. Throws REGISTRY_UNAUTHORIZED/instance_unknown.
 * https://cloud.tencent.com/document/api/1141/41569; any region may be asked for those of all.
 */
async function findInstance(
  api: ProductApi,
  target: RegistryTarget,
  options: RequestOptions | undefined,
): Promise<Instance> {
  const { id } = instanceOf(target);
  const { hostname } = new URL(target.endpoint);
  const wanted = { AllRegion: true, Limit: pageSize, ...(id !== "" && { Registryids: [id] }) };
  const { body } = await api.ask(call("DescribeInstances", "ap-guangzhou", wanted), options);
  const found = objectsOf(responseOf(body).Registries).find(({ RegistryId, PublicDomain }) =>
    id === "" ? PublicDomain === hostname.replace("-vpc.", ".") : RegistryId === id,
  );
  const own = stringOf(found?.RegistryId);
  const region = stringOf(found?.RegionName);
  if (own !== undefined && region !== undefined) return { id: own, region };
  throw new AppError("REGISTRY_UNAUTHORIZED", `No instance at ${hostname}`, {
    reason: "instance_unknown",
    params: { host: hostname },
  });
}

async function issue(
  api: ProductApi,
  target: RegistryTarget,
  options: RequestOptions | undefined,
): Promise<IssuedLogin> {
  const { id, region } = await findInstance(api, target, options);
  const wanted = { RegistryId: id, TokenType: "temp" };
  const { body, headers } = await api.ask(call("CreateInstanceToken", region, wanted), options);
  const { Username, Token, ExpTime } = responseOf(body);
  return {
    username: stringOf(Username) ?? "",
    secret: stringOf(Token) ?? "",
    lifetime: secondsUntil(Number(ExpTime), headers),
  };
}

/** https://cloud.tencent.com/document/api/1141/42722: Offset is the number of a page, from one. */
async function* listRepositories(
  api: ProductApi,
  target: RegistryTarget,
  options: RequestOptions | undefined,
) {
  const { id, region } = await findInstance(api, target, options);
  const named = namespacesOf(target);
  for (const namespace of named.length > 0 ? named : [undefined]) {
    const owner = namespace === undefined ? {} : { NamespaceName: namespace };
    const wanted = { RegistryId: id, ...owner, Offset: 1, Limit: pageSize };
    yield* api.listNames({ ...call("DescribeRepositories", region, wanted), next, namesOf }, options);
  }
}

/** https://cloud.tencent.com/document/api/1141/42723: when an image's version was last updated; pulls are not told. */
async function* listTagFacts(
  api: ProductApi,
  target: RegistryTarget,
  repository: RepositoryName,
  options: RequestOptions | undefined,
) {
  if (!takesKey(target)) return;
  const { id, region } = await findInstance(api, target, options);
  const [namespace, name] = ownerAndRest(repository);
  const place = { RegistryId: id, NamespaceName: namespace, RepositoryName: name };
  const list = call("DescribeImages", region, { ...place, Offset: 1, Limit: pageSize });
  const itemsOf = (body: unknown) => objectsOf(responseOf(body).ImageInfoList);
  yield* factsIn(api.listItems({ ...list, next, itemsOf }, options), (image) =>
    factOf(image.ImageVersion, { digest: image.Digest, pushedAt: image.UpdateTime }),
  );
}

/** https://cloud.tencent.com/document/api/1141/79570: DeleteImage would take the image, this takes tags. */
async function deleteTag(
  api: ProductApi,
  { target, repository, reference }: Doomed<Tag>,
  options: RequestOptions | undefined,
): Promise<void> {
  const { id, region } = await findInstance(api, target, options);
  const [namespace, name] = ownerAndRest(repository);
  const tag = { RegistryId: id, NamespaceName: namespace, RepositoryName: name, Tags: [reference] };
  await api.ask({ ...call("DeleteRepositoryTags", region, tag), writes: true }, options);
}

function next({ body, sent = "" }: ApiAnswer): string | null {
  const asked = findJsonObject(Buffer.from(sent)) ?? {};
  const page = Number(asked.Offset);
  const more = page * pageSize < Number(responseOf(body).TotalCount);
  return more ? JSON.stringify({ ...asked, Offset: page + 1 }) : null;
}

/** `Name` holds the namespace too: "library/busybox". */
function namesOf(body: unknown): string[] {
  return objectsOf(responseOf(body).RepositoryList).flatMap(({ Name }) => stringOf(Name) ?? []);
}
