import type { IncomingMessage, ServerResponse } from "node:http";
import { type AwsKey, type AwsScope, signAws } from "../../signing/aws-v4.ts";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, bodyText, type HeldFacts } from "./pages.ts";

export interface EcrOptions {
  readonly key: AwsKey;
  readonly account: string;
  readonly repositories: readonly string[];
  /** The alias before them makes it ECR Public. */
  readonly publicAlias?: string;
  readonly scope: AwsScope;
  /** Images of each repository: tag or digest; "list-child" among them is in a manifest list. */
  readonly images?: Map<string, Set<string>>;
  /** Image details, and tag details of ECR Public. */
  readonly facts?: HeldFacts;
}

export interface FakeEcr extends FakeRegistry {
  /** Actions asked for, in order. */
  readonly actions: readonly string[];
}

/**
 * Amazon ECR's API before a registry that takes the login it gives: POST / with X-Amz-Target and a Signature Version 4 over all
 * that was sent. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html (twelve hours),
 * API_DescribeRepositories.html (maxResults at most 1000, nextToken), API_BatchDeleteImage.html, API_DescribeImages.html, CommonErrors.html ({__type, message} under 400), and
 * https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/ (DescribeImageTags). 100 items fit a page here at most.
 */
export async function startFakeEcr(options: EcrOptions): Promise<FakeEcr> {
  const actions: string[] = [];
  const registry = await startFakeRegistry({
    faults: [
      (request, response, next) => {
        if (request.url === "/") return void answerApi(options, actions, request, response, registry.take);
        if (basicOf(request) === `AWS:${passwordOf(options)}`) return next();
        const realm = `Basic realm="https://${request.headers.host}/",service="ecr.amazonaws.com"`;
        return response.writeHead(401, { "www-authenticate": realm }).end("Not Authorized\n");
      },
    ],
  });
  return { ...registry, actions };
}

function passwordOf({ account }: EcrOptions): string {
  return `password-of-${account}`;
}

async function answerApi(
  options: EcrOptions,
  actions: string[],
  request: IncomingMessage,
  response: ServerResponse,
  take: FakeRegistry["take"],
): Promise<ServerResponse> {
  const body = await bodyText(request);
  const [prefix, action = ""] = String(request.headers["x-amz-target"]).split(".");
  actions.push(action);
  const refused = problemOf(options, request, body);
  if (refused !== undefined) return refuse(response, refused);
  const expected = options.publicAlias ? "SpencerFrontendService" : "AmazonEC2ContainerRegistry_V20150921";
  if (prefix !== expected) return refuse(response, "UnknownOperationException");
  if (action === "GetAuthorizationToken") return sendJson(response, 200, login(options));
  if (action === "BatchDeleteImage") return deleteImage(options, body, response, take);
  if (action === (options.publicAlias ? "DescribeImageTags" : "DescribeImages"))
    return describeImages(options, body, response);
  if (action !== "DescribeRepositories") return refuse(response, "UnknownOperationException");
  const { maxResults, nextToken, registryId } = JSON.parse(body) as Record<string, unknown>;
  if (Number(maxResults) > 1000) return refuse(response, "InvalidParameterException");
  if (registryId !== undefined && registryId !== options.account) {
    return refuse(response, "AccessDeniedException");
  }
  const from = typeof nextToken === "string" ? Number(Buffer.from(nextToken, "base64").toString()) : 0;
  const following = Buffer.from(String(from + 100)).toString("base64");
  const { account, publicAlias, repositories } = options;
  return sendJson(response, 200, {
    repositories: repositories.slice(from, from + 100).map((repositoryName) => ({
      registryId: account,
      repositoryName,
      repositoryUri: publicAlias
        ? `public.ecr.aws/${publicAlias}/${repositoryName}`
        : `${account}.dkr.ecr.${options.scope.region}.amazonaws.com/${repositoryName}`,
    })),
    ...(from + 100 < repositories.length ? { nextToken: following } : { nextToken: null }),
  });
}

function describeImages(
  { facts, account, publicAlias }: EcrOptions,
  body: string,
  response: ServerResponse,
): ServerResponse {
  const asked = JSON.parse(body) as Record<string, unknown>;
  const known = asked.registryId === undefined || asked.registryId === (publicAlias ?? account);
  const all = known ? facts?.[String(asked.repositoryName)] : undefined;
  if (all === undefined) return refuse(response, "RepositoryNotFoundException");
  if (Number(asked.maxResults) > 1000) return refuse(response, "InvalidParameterException");
  const from = Number(asked.nextToken ?? 0);
  return sendJson(response, 200, {
    [publicAlias ? "imageTagDetails" : "imageDetails"]: all.slice(from, from + 100),
    nextToken: from + 100 < all.length ? `${from + 100}` : null,
  });
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html: failures come with a 200. */
function deleteImage(
  options: EcrOptions,
  body: string,
  response: ServerResponse,
  take: FakeRegistry["take"],
): ServerResponse {
  const { images, account, publicAlias } = options;
  const { registryId, repositoryName, imageIds } = JSON.parse(body) as {
    registryId?: string;
    repositoryName: string;
    imageIds: readonly { imageTag?: string; imageDigest?: string }[];
  };
  const held = registryId === (publicAlias ?? account) ? images?.get(repositoryName) : undefined;
  if (held === undefined) return refuse(response, "RepositoryNotFoundException");
  const [imageId = {}] = imageIds;
  const reference = imageId.imageTag ?? imageId.imageDigest ?? "";
  const failureCode = reference === "list-child" ? "ImageReferencedByManifestList" : "ImageNotFound";
  const deleted = reference !== "list-child" && held.delete(reference);
  if (deleted) take(repositoryName, reference);
  return sendJson(response, 200, {
    imageIds: deleted ? [imageId] : [],
    failures: deleted ? [] : [{ imageId, failureCode, failureReason: "Requested image is kept" }],
  });
}

function login(options: EcrOptions): object {
  const data = {
    authorizationToken: Buffer.from(`AWS:${passwordOf(options)}`).toString("base64"),
    expiresAt: Date.now() / 1000 + 12 * 3600,
  };
  return { authorizationData: options.publicAlias ? data : [{ ...data, proxyEndpoint: "https://ecr" }] };
}

/** What AWS calls a request whose signature is not the one it makes itself of the same request. */
function problemOf({ key, scope }: EcrOptions, request: IncomingMessage, body: string): string | undefined {
  const { authorization = "", host = "" } = request.headers;
  const [, id, signedNames = ""] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/.*, SignedHeaders=([^,]+), /.exec(authorization) ?? [];
  if (id === undefined) return "MissingAuthenticationTokenException";
  if (id !== key.id) return "UnrecognizedClientException";
  const headers = Object.fromEntries(
    signedNames
      .split(";")
      .filter((name) => name !== "host")
      .map((name) => [name, String(request.headers[name])]),
  );
  const time = String(request.headers["x-amz-date"]).replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6Z",
  );
  const url = new URL(request.url ?? "", `http://${host}`);
  const { method = "" } = request;
  const expected = signAws({ method, url, headers, body }, key, scope, new Date(time));
  return expected.headers.authorization === authorization ? undefined : "InvalidSignatureException";
}

function refuse(response: ServerResponse, type: string): ServerResponse {
  return sendJson(response, 400, { __type: type, message: `${type}: refused` });
}
