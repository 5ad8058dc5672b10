import { isObject, objectsOf, stringOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { RequestOptions } from "../types.ts";
import type { Adapter, Doomed } from "./adapter.ts";
import { type AwsService, awsCall, awsDelete, awsDoor, awsLogin, isAwsKey } from "./aws.ts";
import { ownerAndRest } from "./gone.ts";
import { pageByTokenInBody } from "./paging.ts";

const host = "public.ecr.aws";

/** https://docs.aws.amazon.com/general/latest/gr/ecr-public.html: sign-in is in us-east-1, wherever one is. */
const service: AwsService = {
  name: "ecr-public",
  targetPrefix: "SpencerFrontendService",
  region: () => "us-east-1",
  origin: ({ endpoint }) => {
    const { origin, hostname } = new URL(endpoint);
    return hostname === host ? "https://api.ecr-public.us-east-1.amazonaws.com" : origin;
  },
};

/**
 * Amazon ECR Public. An access key lists its own account's repositories, each below the account's alias; everybody else
 * pins what they need.
 * API: https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_DescribeRepositories.html, API_GetAuthorizationToken.html,
 * API_BatchDeleteImage.html.
 */
export const ecrPublic: Adapter = {
  product: "ecr-public",
  list: (target) => (isAwsKey(target) ? "api" : "pinned"),
  offers: { deleteTag: "api", deleteDigest: "api", referrers: "unknown" },
  lastTagTakesImage: true,
  settings: "none",
  address: host,
  temporaryLogin: (target) => (isAwsKey(target) ? awsLogin(service) : null),
  api: {
    ...awsDoor(service),
    async *listRepositories(api, _target, options) {
      const call = awsCall(service, "DescribeRepositories", { maxResults: 1000 });
      yield* api.listNames({ ...call, next: pageByTokenInBody("nextToken"), namesOf }, options);
    },
    deletes: isAwsKey,
    deleteTag: deleteImage,
    deleteManifest: deleteImage,
  },
  pageSize: 1000,
  ownsHost: (hostname) => hostname === host,
  recognise: ({ endpoint }) => (endpoint.hostname === host ? "Amazon ECR Public" : null),
  completeName: (name) => name,
};

/** The alias goes along: without it a stranger's repository would be looked for among one's own. */
function deleteImage(api: ProductApi, doomed: Doomed, options: RequestOptions | undefined): Promise<void> {
  const [registryId, repositoryName] = ownerAndRest(doomed.repository);
  return awsDelete(api, service, { registryId, repositoryName }, doomed, options);
}

/** "public.ecr.aws/alias/name": the alias is in the URI only. */
function namesOf(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.repositories : []).flatMap(({ repositoryUri }) => {
    const uri = stringOf(repositoryUri) ?? "";
    const slash = uri.indexOf("/");
    return slash === -1 ? [] : uri.slice(slash + 1);
  });
}
