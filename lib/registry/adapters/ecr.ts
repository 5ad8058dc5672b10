import { isObject, type JsonObject, objectsOf, stringsOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import type { Adapter, Doomed } from "./adapter.ts";
import { type AwsService, awsCall, awsDelete, awsDoor, awsLogin, isAwsKey } from "./aws.ts";
import { pageByTokenInBody } from "./paging.ts";
import { factOf, factsIn, secondsOf } from "./tag-facts.ts";

/** https://docs.aws.amazon.com/general/latest/gr/ecr.html: the account, FIPS, the region, and by its end IPv4 or dual stack. */
const hostPattern =
  /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9-]+)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)$/;

interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly fips: boolean;
  readonly domain: string;
}

/** Told by the host; behind an address of one's own, by what was typed. */
function placeOf({ endpoint, settings }: Pick<RegistryTarget, "endpoint" | "settings">): Place {
  const [, accountId, fips, region, domain] = hostPattern.exec(new URL(endpoint).hostname) ?? [];
  if (accountId !== undefined && region !== undefined && domain !== undefined) {
    return { accountId, region, fips: fips !== undefined, domain };
  }
  const typed = settings?.kind === "ecr" ? settings : { region: "", accountId: "" };
  const china = typed.region.startsWith("cn-");
  return { ...typed, fips: false, domain: china ? "amazonaws.com.cn" : "amazonaws.com" };
}

function originOf(target: RegistryTarget): string {
  const { region, fips, domain } = placeOf(target);
  const { origin, protocol } = new URL(target.endpoint);
  // AWS has no http: what has is an emulator, with /v2/ and the API at one address.
  if (region === "" || protocol === "http:") return origin;
  const name = fips ? "ecr-fips" : "ecr";
  if (domain === "on.aws") return `https://${name}.${region}.api.aws`;
  if (domain === "on.amazonwebservices.com.cn") return `https://ecr.${region}.api.amazonwebservices.com.cn`;
  return fips ? `https://ecr-fips.${region}.${domain}` : `https://api.ecr.${region}.${domain}`;
}

const service: AwsService = {
  name: "ecr",
  targetPrefix: "AmazonEC2ContainerRegistry_V20150921",
  region: (target) => placeOf(target).region,
  origin: originOf,
};

/**
 * Amazon ECR, private. An access key is exchanged for docker's login and lists by DescribeRepositories; a login had elsewhere
 * lists by _catalog, and deletes in /v2/, which takes digests (aws/containers-roadmap#1229). By BatchDeleteImage the last tag of an
 * image takes the image along. Listings of /v2/ refuse n > 1000 (google/go-containerregistry#681). A repository has to be there before something is pushed to it.
 * API: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html, API_GetAuthorizationToken.html,
 * API_BatchDeleteImage.html, API_DescribeImages.html (times in seconds, of an image with all its tags; pulls of a day count once).
 */
export const ecr: Adapter = {
  product: "ecr",
  list: (target) => (isAwsKey(target) ? "api" : "catalog"),
  offers: { deleteTag: "api", deleteDigest: "api", referrers: "registry" },
  lastTagTakesImage: true,
  settings: "ecr",
  temporaryLogin: (target) => (isAwsKey(target) ? awsLogin(service) : null),
  api: {
    ...awsDoor(service),
    async *listRepositories(api, target, options) {
      const input = { maxResults: 1000, ...ownerOf(target) };
      const call = awsCall(service, "DescribeRepositories", input);
      yield* api.listNames({ ...call, next: pageByTokenInBody("nextToken"), namesOf }, options);
    },
    async *listTagFacts(api, target, repositoryName, options) {
      if (!isAwsKey(target)) return;
      const filter = { tagStatus: "TAGGED" };
      const input = { repositoryName, filter, maxResults: 1000, ...ownerOf(target) };
      const call = awsCall(service, "DescribeImages", input);
      const images = api.listItems({ ...call, next: pageByTokenInBody("nextToken"), itemsOf }, options);
      yield* factsIn(images, ({ imageTags, imageDigest: digest, imagePushedAt, lastRecordedPullTime }) => {
        const [pushedAt, pulledAt] = [secondsOf(imagePushedAt), secondsOf(lastRecordedPullTime)];
        return stringsOf(imageTags).flatMap((tag) => factOf(tag, { digest, pushedAt, pulledAt }));
      });
    },
    deletes: isAwsKey,
    deleteTag: deleteImage,
    deleteManifest: deleteImage,
  },
  pageSize: 1000,
  ownsHost: (hostname) => hostPattern.test(hostname),
  recognise: ({ endpoint, headers }) =>
    hostPattern.test(endpoint.hostname) || isEcrsChallenge(headers.get("www-authenticate"))
      ? "Amazon ECR"
      : null,
  completeName: (name) => name,
};

function deleteImage(api: ProductApi, doomed: Doomed, options: RequestOptions | undefined): Promise<void> {
  const image = { repositoryName: doomed.repository, ...ownerOf(doomed.target) };
  return awsDelete(api, service, image, doomed, options);
}

/** The account whose repositories are meant; the key's own without one. */
function ownerOf(target: RegistryTarget): { readonly registryId?: string } {
  const { accountId } = placeOf(target);
  return accountId === "" ? {} : { registryId: accountId };
}

/** Whether the region has to be typed, because the address does not tell it. */
export function ecrNeedsRegion(endpoint: string): boolean {
  return placeOf({ endpoint }).region === "";
}

function isEcrsChallenge(challenge = ""): boolean {
  return challenge.includes('service="ecr.amazonaws.com"');
}

function namesOf(body: unknown): string[] {
  return stringsOf(objectsOf(isObject(body) ? body.repositories : []).map((one) => one.repositoryName));
}

function itemsOf(body: unknown): JsonObject[] {
  return objectsOf(isObject(body) ? body.imageDetails : []);
}
