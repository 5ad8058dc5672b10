import type { ProductForm, ProductId, ProductSettings } from "#lib/registry/types.ts";
import type { RegistryDetail } from "#lib/services/registries/types.ts";

/** What stands in the fields. Checked on the server; here it is only composed. */
export interface RegistryForm {
  readonly product: ProductId;
  /** Which fields of its own the product has. */
  readonly settings: ProductSettings["kind"];
  readonly name: string;
  /** Typed by hand: from then on the address suggests no name. */
  readonly nameTouched: boolean;
  /** As typed, with or without a scheme. */
  readonly address: string;
  /** The address that came with the product: another product brings its own while this one stands unchanged. */
  readonly offered: string;
  readonly username: string;
  readonly secret: string;
  readonly caCertificate: string;
  readonly skipTlsVerify: boolean;
  readonly plainHttp: boolean;
  readonly allowPrivate: boolean;
  readonly description: string;
  readonly tokenHosts: readonly string[];
  /** Separated by commas, blanks or lines. */
  readonly namespaces: string;
  /** GitLab's own address, with or without a scheme. */
  readonly api: string;
  /** Amazon ECR's and Aliyun's, for an address that does not tell it. */
  readonly region: string;
  readonly accountId: string;
  /** A cloud's instance by its ID. */
  readonly instance: string;
  /** An API key beside docker's login. */
  readonly keyId: string;
  readonly keySecret: string;
}

export const emptyForm: RegistryForm = {
  product: "generic",
  settings: "none",
  name: "",
  nameTouched: false,
  address: "",
  offered: "",
  username: "",
  secret: "",
  caCertificate: "",
  skipTlsVerify: false,
  plainHttp: false,
  allowPrivate: true,
  description: "",
  tokenHosts: [],
  namespaces: "",
  api: "",
  region: "",
  accountId: "",
  instance: "",
  keyId: "",
  keySecret: "",
};

const dockerHubAddress = "https://registry-1.docker.io";
const schemePattern = /^(https?):\/\//i;

/** The address to send: the scheme is the switch's, so that what is ticked is what happens. */
export function endpointOf(form: RegistryForm): string {
  if (form.product === "docker-hub") return dockerHubAddress;
  const typed = form.address.trim();
  if (typed === "") return "";
  // Another scheme than these two is left for the server to refuse by name.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) && !schemePattern.test(typed)) return typed;
  return `${form.plainHttp ? "http" : "https"}://${typed.replace(schemePattern, "")}`;
}

/** The name an address suggests: its host, with a port that is not the scheme's own. */
export function suggestedName(address: string): string {
  const typed = address.trim();
  const withScheme = schemePattern.test(typed) ? typed : `https://${typed}`;
  if (typed === "" || !URL.canParse(withScheme)) return "";
  return new URL(withScheme).host;
}

/** Typing an address: a scheme in it sets the switch, and the name follows until somebody typed one. */
export function withAddress(form: RegistryForm, address: string): RegistryForm {
  const scheme = schemePattern.exec(address.trim())?.[1]?.toLowerCase();
  return {
    ...form,
    address,
    plainHttp: scheme === undefined ? form.plainHttp : scheme === "http",
    name: form.nameTouched ? form.name : suggestedName(address),
    // Approved for another address.
    tokenHosts: suggestedName(address) === suggestedName(form.address) ? form.tokenHosts : [],
  };
}

/** The switch for plain HTTP rewrites a scheme that was typed. */
export function withPlainHttp(form: RegistryForm, plainHttp: boolean): RegistryForm {
  const address = form.address.replace(schemePattern, plainHttp ? "http://" : "https://");
  return { ...form, plainHttp, address };
}

/** Choosing a product: services bring their address, unless somebody typed one, and with it a name. */
export function withProduct(form: RegistryForm, chosen: ProductForm): RegistryForm {
  const { product, settings, address: offered } = chosen;
  const placed = form.address === form.offered ? withAddress(form, offered) : form;
  const name = product === "docker-hub" ? "Docker Hub" : suggestedName(placed.address);
  return { ...placed, product, settings, offered, name: form.nameTouched ? form.name : name };
}

/** What the connection test and the server actions take. Fields that make no sense for the choice are left out. */
export function connectionInput(form: RegistryForm) {
  const generic = form.product !== "docker-hub";
  const tls = generic && !endpointOf(form).startsWith("http://");
  return {
    product: form.product,
    endpoint: endpointOf(form),
    username: form.username.trim(),
    secret: form.secret,
    keySecret: keyIdOf(form) === "" ? "" : form.keySecret,
    caCertificate: tls ? form.caCertificate : "",
    skipTlsVerify: tls && form.skipTlsVerify,
    allowPrivate: generic ? form.allowPrivate : false,
    tokenHosts: [...form.tokenHosts],
    settings: settingsOf(form),
  };
}

/** Of one edition there: its docker login and its API have secrets of their own. */
export function hasSecondKey(product: ProductId): boolean {
  return product === "tencent-tcr";
}

const keyIdOf = ({ product, keyId }: RegistryForm): string => (hasSecondKey(product) ? keyId.trim() : "");

function settingsOf(form: RegistryForm): ProductSettings {
  const namespaces = form.namespaces.split(/[\s,，、]+/).filter((name) => name !== "");
  switch (form.settings) {
    case "none":
      return { kind: "none" };
    case "namespaces":
      return { kind: "namespaces", namespaces };
    case "instance":
      return {
        kind: "instance",
        instance: form.instance.trim(),
        region: form.region.trim(),
        namespaces,
        ...(keyIdOf(form) !== "" && { keyId: keyIdOf(form) }),
      };
    case "gitlab": {
      const typed = form.api.trim().replace(/\/+$/, "");
      const api = typed === "" || typed.includes("://") ? typed : `https://${typed}`;
      return { kind: "gitlab", api, namespaces };
    }
    case "ecr":
      return { kind: "ecr", region: form.region.trim(), accountId: form.accountId.trim() };
  }
}

export type ConnectionInput = ReturnType<typeof connectionInput>;

/** Whether two states connect alike: a test of one then holds for the other. */
export function connectsAlike(a: RegistryForm, b: RegistryForm): boolean {
  return JSON.stringify(connectionInput(a)) === JSON.stringify(connectionInput(b));
}

/** A stored registry as its form begins: everything but the secret, which no browser sees again. */
export function formOf(registry: RegistryDetail): RegistryForm {
  const { settings } = registry;
  return {
    ...emptyForm,
    product: registry.product,
    name: registry.name,
    nameTouched: true,
    address: registry.endpoint.replace(schemePattern, ""),
    username: registry.username ?? "",
    caCertificate: registry.caCertificate ?? "",
    skipTlsVerify: registry.skipTlsVerify,
    plainHttp: registry.endpoint.startsWith("http://"),
    allowPrivate: registry.allowPrivate,
    description: registry.description,
    tokenHosts: registry.tokenHosts,
    settings: settings.kind,
    namespaces: "namespaces" in settings ? settings.namespaces.join(", ") : "",
    ...(settings.kind === "gitlab" && { api: settings.api }),
    ...(settings.kind === "ecr" && { region: settings.region, accountId: settings.accountId }),
    ...(settings.kind === "instance" && {
      instance: settings.instance,
      region: settings.region,
      keyId: settings.keyId ?? "",
    }),
  };
}
