// Run by the supervisor on Node 24: says at once everything that is wrong with the settings, before anything is started.
import { EnvError, parseEnv } from "../../lib/env.ts";

try {
  const { port, host, publicUrl, publicUrlGiven } = parseEnv(process.env);
  console.log(JSON.stringify({ port, host, publicUrl: publicUrlGiven ? publicUrl : undefined }));
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  console.log(JSON.stringify({ problems: error.problems }));
}
