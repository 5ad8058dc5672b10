/**
 * What Next is to call itself. It takes a rewrite for one of its own pages by comparing addresses, and those the proxy sees
 * call every loopback "localhost": told 127.0.0.1, it would ask itself over HTTP for each tag's page, and now and then meet a
 * connection that was just closed.
 */
export function ownHostname(host: string): string {
  return /^(127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host) ? "localhost" : host;
}
