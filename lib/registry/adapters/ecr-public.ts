import { isObject, objectsOf, stringOf } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { RepositoryName, RequestOptions } from "../types.ts";
import type { Adapter, Doomed } from "./adapter.ts";
import { type AwsImage, type AwsService, awsCall, awsDelete, awsDoor, awsLogin, isAwsKey } from "./aws.ts";
import { ownerAndRest } from "./gone.ts";
import { pageByTokenInBody } from "./paging.ts";
import { factOf, factsIn, secondsOf } from "./tag-facts.ts";

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
 * API_BatchDeleteImage.html, API_DescribeImageTags.html (pulls are not told).
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
    async *listTagFacts(api, target, repository, options) {
      if (!isAwsKey(target)) return;
      const input = { ...placeOf(repository), maxResults: 1000 };
      const call = awsCall(service, "DescribeImageTags", input);
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.imageTagDetails : []);
      const tags = api.listItems({ ...call, next: pageByTokenInBody("nextToken"), itemsOf }, options);
      yield* factsIn(tags, ({ imageTag, imageDetail }) => {
        const { imageDigest, imagePushedAt } = isObject(imageDetail) ? imageDetail : {};
        return factOf(imageTag, { digest: imageDigest, pushedAt: secondsOf(imagePushedAt) });
      });
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

function deleteImage(api: ProductApi, doomed: Doomed, options: RequestOptions | undefined): Promise<void> {
  return awsDelete(api, service, placeOf(doomed.repository), doomed, options);
}

/** The alias goes along: without it a stranger's repository would be looked for among one's own. */
function placeOf(repository: RepositoryName): AwsImage {
  const [registryId, repositoryName] = ownerAndRest(repository);
  return { registryId, repositoryName };
}

/** "public.ecr.aws/alias/name": the alias is in the URI only. */
function namesOf(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.repositories : []).flatMap(({ repositoryUri }) => {
    const uri = stringOf(repositoryUri) ?? "";
    const slash = uri.indexOf("/");
    return slash === -1 ? [] : uri.slice(slash + 1);
  });
}
