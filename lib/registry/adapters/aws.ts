import type { Meaning } from "../answer-errors.ts";
import { isObject, objectsOf, stringOf } from "../json.ts";
import type { ApiCall, ProductApi } from "../product-api.ts";
import { isDigest } from "../reference.ts";
import { signAws } from "../signing/aws-v4.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import type { ApiDoor, Doomed, IssuedLogin, TemporaryLogin } from "./adapter.ts";
import { secondsUntil } from "./lifetime.ts";

/** One of AWS's services that speak JSON 1.1: every call is a POST to "/", told apart by X-Amz-Target. */
export interface AwsService {
  /** The service's signing name. */
  readonly name: string;
  readonly targetPrefix: string;
  readonly region: (target: RegistryTarget) => string;
  readonly origin: ApiDoor["origin"];
}

export function awsDoor({ name, region, origin }: AwsService): ApiDoor {
  return {
    origin,
    headers: () => ({}),
    sign: (request, target, now) => {
      const { credential } = target;
      if (credential.kind === "anonymous") return request;
      const key = { id: credential.username, secret: credential.secret };
      return signAws(request, key, { region: region(target), service: name }, now);
    },
    failure: failureOf,
  };
}

export function awsCall({ targetPrefix }: AwsService, action: string, input: object): ApiCall {
  return {
    path: [],
    query: {},
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${targetPrefix}.${action}` },
    body: JSON.stringify(input),
  };
}

/** "AWS" is the user of a login had elsewhere (`aws ecr get-login-password`); everybody else is an access key. */
export function isAwsKey({ credential }: RegistryTarget): boolean {
  return credential.kind === "basic" && credential.username !== "AWS";
}

/** GetAuthorizationToken of ECR and of ECR Public: "AWS:password" in base64, for twelve hours. */
export function awsLogin(service: AwsService): TemporaryLogin {
  return {
    ...awsDoor(service),
    issue: async (api, _target, options): Promise<IssuedLogin> => {
      const { body, headers } = await api.ask(awsCall(service, "GetAuthorizationToken", {}), options);
      const data = isObject(body) ? body.authorizationData : undefined;
      // ECR answers with a list of one, ECR Public with the one.
      const { authorizationToken, expiresAt } = (isObject(data) ? data : objectsOf(data)[0]) ?? {};
      const pair = Buffer.from(stringOf(authorizationToken) ?? "", "base64").toString("utf8");
      const colon = pair.indexOf(":");
      const lifetime = secondsUntil(Number(expiresAt) * 1000, headers);
      return { username: pair.slice(0, colon), secret: pair.slice(colon + 1), lifetime };
    },
  };
}

/** Where an image is, as this service names it. */
export interface AwsImage {
  readonly registryId?: string;
  readonly repositoryName: string;
}

/** BatchDeleteImage of one: a tag, or a digest with all its tags. Throws what the client's deletions do. */
export async function awsDelete(
  api: ProductApi,
  service: AwsService,
  image: AwsImage,
  { repository, reference }: Doomed,
  options: RequestOptions | undefined,
): Promise<void> {
  const id = isDigest(reference) ? { imageDigest: reference } : { imageTag: reference };
  const call = awsCall(service, "BatchDeleteImage", { ...image, imageIds: [id] });
  await api.ask({ ...call, writes: true, params: { repository, reference } }, options);
}

const refusals = new Set([
  "ExpiredTokenException",
  "IncompleteSignature",
  "IncompleteSignatureException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/**
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html: {__type, message}, mostly under 400; and under 200
 * what BatchDeleteImage could not do, {failures: [{failureCode, failureReason}]}.
 */
function failureOf(body: unknown): Meaning | undefined {
  const { __type, failures } = isObject(body) ? body : {};
  const [failure] = objectsOf(failures);
  if (failure !== undefined) return deletionFailure(stringOf(failure.failureCode));
  const type = stringOf(__type)?.split("#").at(-1);
  if (type === undefined) return undefined;
  if (type === "RepositoryNotFoundException") return ["NOT_FOUND", "name_unknown"];
  if (refusals.has(type)) return ["REGISTRY_UNAUTHORIZED", "credentials_refused"];
  if (type === "AccessDeniedException") return ["REGISTRY_UNAUTHORIZED", "permission_missing"];
  if (type === "ThrottlingException") return ["RATE_LIMITED", "too_many_requests"];
  return undefined;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageFailure.html */
function deletionFailure(code: string | undefined): Meaning {
  if (code === "ImageNotFound") return ["NOT_FOUND", "manifest_unknown"];
  if (code === "ImageReferencedByManifestList") return ["CONFLICT", "still_referenced"];
  return ["REGISTRY_REJECTED"];
}
