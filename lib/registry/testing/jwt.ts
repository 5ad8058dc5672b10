import { randomUUID, sign } from "node:crypto";
import type { TestCertificate } from "./certificates.ts";

/** The claims of distribution docs/content/spec/auth/jwt.md, from scopes such as "repository:team/app:pull,push". */
export function signToken(
  signer: TestCertificate,
  claims: { readonly issuer: string; readonly service: string; readonly scopes: readonly string[] },
): string {
  const now = Math.floor(Date.now() / 1000);
  const leaf = signer.certificate.replace(/-----[^-]+-----|\s/g, "");
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = [
    part({ typ: "JWT", alg: "ES256", x5c: [leaf] }),
    part({
      iss: claims.issuer,
      sub: "anna",
      aud: claims.service,
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access: claims.scopes.map((scope) => {
        const [type = "", name = "", actions = ""] = scope.split(":");
        return { type, name, actions: actions.split(",") };
      }),
    }),
  ].join(".");
  const key = { key: signer.key, dsaEncoding: "ieee-p1363" } as const;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}
