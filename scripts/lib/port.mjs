import { createServer } from "node:net";
import { UserError } from "./supervisor.mjs";

const explanations = {
  EADDRINUSE: (where) =>
    `${where} is already in use by another program. Choose another port: PORT=3001 npm start`,
  EACCES: (where) =>
    `This user may not listen on ${where}. Ports from 1024 on need no rights: PORT=3000 npm start`,
  EADDRNOTAVAIL: (_, host) =>
    `HOST=${host} is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own.`,
  ENOTFOUND: (_, host) =>
    `HOST=${host} is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own.`,
};

/** Tries the address before a minute of building, and turns port 0 into a free one. */
export function freePort(port, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const explain = explanations[error.code];
      reject(explain ? new UserError(explain(`${host}:${port}`, host)) : error);
    });
    probe.listen(port, host, () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
}
