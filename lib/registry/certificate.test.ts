import { describe, expect, it } from "vitest";
import { parseCertificates } from "./certificate.ts";
import { selfSigned, testAuthority } from "./testing/certificates.ts";

function fieldOf(pem: string): unknown {
  try {
    return parseCertificates(pem);
  } catch (error) {
    return (error as { fields?: { caCertificate?: string } }).fields?.caCertificate;
  }
}

describe("parseCertificates", () => {
  it("summarizes one or several, text around them ignored", () => {
    const authority = testAuthority();
    const leaf = authority.issue({ names: ["DNS:registry.example.com", "IP:10.0.0.1"] });
    const [root, server] = parseCertificates(
      `Root:\n${authority.certificate}\r\nServer:\n${leaf.certificate}`,
    );
    expect(root).toMatchObject({
      subject: "CN=Test CA, O=Longshore Tests",
      names: [],
      isAuthority: true,
      key: "ECDSA P-256",
    });
    expect(server).toMatchObject({
      subject: "CN=127.0.0.1",
      issuer: root?.subject,
      names: ["registry.example.com", "10.0.0.1"],
      isAuthority: false,
    });
    expect(Date.parse(server?.notAfter ?? "")).toBeGreaterThan(Date.now());
    expect(server?.fingerprint).toMatch(/^[a-f0-9]{64}$/);
  });

  it("says what was pasted instead", () => {
    const { certificate, key } = selfSigned();
    expect(fieldOf(key)).toBe("certificate_private_key");
    expect(fieldOf(certificate + key)).toBe("certificate_private_key");
    const der = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ""), "base64");
    expect(fieldOf(der.toString("latin1"))).toBe("certificate_binary");
    expect(fieldOf(der.toString("utf8"))).toBe("certificate_binary");
    for (const garbage of [
      "",
      "hello",
      certificate.slice(0, 200),
      certificate.replace(/\n[A-Za-z0-9+/]{10}/, "\n"),
    ]) {
      expect(fieldOf(garbage)).toBe("certificate_unreadable");
    }
  });
});
