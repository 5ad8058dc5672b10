import type { SearchOffer } from "../search-types.ts";
import type { Capabilities, ProductForm, ProductId, ProductSettings, RegistryTarget } from "../types.ts";
import type { Adapter, Greeting } from "./adapter.ts";
import { aliyunAcr } from "./aliyun-acr.ts";
import { artifactory } from "./artifactory.ts";
import { azure } from "./azure.ts";
import { dockerHub } from "./docker-hub.ts";
import { ecr } from "./ecr.ts";
import { ecrPublic } from "./ecr-public.ts";
import { generic } from "./generic.ts";
import { ghcr } from "./ghcr.ts";
import { gitea } from "./gitea.ts";
import { gitlab } from "./gitlab.ts";
import { google } from "./google.ts";
import { harbor } from "./harbor.ts";
import { huaweiSwr } from "./huawei-swr.ts";
import { nexus } from "./nexus.ts";
import { quay } from "./quay.ts";
import { distribution, mirror } from "./self-hosted.ts";
import { tencentTcr } from "./tencent-tcr.ts";
import { zot } from "./zot.ts";

/** In the order they are offered and asked whether a server is theirs; the general one recognises whatever is left. */
const adapters: Readonly<Record<ProductId, Adapter>> = {
  "docker-hub": dockerHub,
  harbor,
  gitlab,
  ghcr,
  quay,
  ecr,
  "ecr-public": ecrPublic,
  azure,
  google,
  "aliyun-acr": aliyunAcr,
  "tencent-tcr": tencentTcr,
  "huawei-swr": huaweiSwr,
  artifactory,
  nexus,
  gitea,
  zot,
  // Its header is sent by many others too.
  distribution,
  mirror,
  generic,
};

/** Every product with an adapter, the general one first. */
export const products: readonly ProductId[] = [
  "generic",
  ...Object.values(adapters).flatMap(({ product }) => (product === "generic" ? [] : [product])),
];

/** What a form asks for each of them. */
export const productForms: readonly ProductForm[] = products.map((product) => ({
  product,
  settings: adapters[product].settings,
  address: adapters[product].address ?? "",
}));

/** The kind of settings a product's adapter reads. */
export function settingsKind(product: ProductId): ProductSettings["kind"] {
  return adapters[product].settings;
}

/** Whether an API key can be typed beside docker's login. */
export function takesSecondKey(product: ProductId): boolean {
  return adapters[product].takesSecondKey ?? false;
}

/** What a product says of deleting before anything was asked of the registry. */
export function declaredOffers(product: ProductId): Pick<Capabilities, "deleteTag" | "deleteDigest"> {
  const { deleteTag, deleteDigest } = adapters[product].offers;
  return { deleteTag, deleteDigest };
}

/** Whether untagging an image for the last time deletes it there. */
export function lastTagTakesImage(product: ProductId): boolean {
  return adapters[product].lastTagTakesImage ?? false;
}

/** An origin beside the endpoint's own that is shown the credential, or signs something with it; null where there is none. */
export function originBeside(target: RegistryTarget): string | null {
  const { temporaryLogin, api } = adapters[target.product];
  const origin = (temporaryLogin?.(target) ?? api)?.origin(target);
  return origin === undefined || origin === new URL(target.endpoint).origin ? null : origin;
}

/** What a product's own search can narrow by; null where it has none. */
export function searchOffer(product: ProductId): SearchOffer | null {
  const search = adapters[product].api?.search;
  return search === undefined ? null : { stars: search.stars, official: search.official };
}

export function adapterFor(product: ProductId): Adapter {
  return adapters[product];
}

/** The product whose host this can only be; null where the host alone does not tell. */
export function productOfHost(hostname: string): ProductId | null {
  return Object.values(adapters).find((adapter) => adapter.ownsHost(hostname))?.product ?? null;
}

/** The product an endpoint turns out to be: by host where that is certain, else by how /v2/ greets. */
export function detectProduct(greeting: Greeting): { product: ProductId; productName: string } {
  const all = Object.values(adapters);
  const owner = all.find((adapter) => adapter.ownsHost(greeting.endpoint.hostname));
  const candidates = owner === undefined ? all : [owner];
  for (const adapter of candidates) {
    const productName = adapter.recognise(greeting);
    if (productName !== null) return { product: adapter.product, productName };
  }
  return { product: "generic", productName: "unknown" };
}
