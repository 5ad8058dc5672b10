// The programs the tests run for real. Plain Node 18, no dependencies.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const programs = [
  { package: "docker.io", path: "/usr/sbin/dockerd" },
  { package: "docker-registry", path: "/usr/bin/docker-registry" },
  { package: "skopeo", path: "/usr/bin/skopeo" },
  { package: "busybox-static", path: "/bin/busybox" },
  { package: "openssl", path: "/usr/bin/openssl" },
  { package: "apache2-utils", path: "/usr/bin/htpasswd" },
  { package: "fonts-noto-cjk", path: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc" },
];

/**
 * Installs what is missing as root; otherwise says with which command, and hands back false.
 *
 * @param {"chromium" | "chromium-headless-shell"} browser
 */
export function ensureDebianPackages(browser) {
  const needed = [...programs, { package: browser, path: `/usr/bin/${browser}` }];
  const missing = needed.filter(({ path }) => !existsSync(path)).map((one) => one.package);
  if (missing.length === 0) return true;
  const command = `apt-get install --yes --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid() !== 0) {
    console.error(`The tests need these Debian packages: ${missing.join(", ")}. Install them with\n`);
    console.error(`  sudo apt-get update && sudo ${command}\n`);
    return false;
  }
  console.log(`Installing Debian packages: ${missing.join(", ")}`);
  // Installing docker.io must not start the machine's own daemon for us: ours is private.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  try {
    execFileSync("apt-get", ["update", "--quiet"], { stdio: "inherit", env });
    execFileSync("apt-get", command.split(" ").slice(1), { stdio: "inherit", env });
  } catch {
    console.error(`Could not install them. Try by hand:\n\n  apt-get update && ${command}\n`);
    return false;
  }
  return true;
}

/** dockerd needs root. Says what to do and hands back false where we are not. */
export function mayRunDaemon() {
  if (process.getuid() === 0) return true;
  console.error("The tests start a private Docker daemon, which only root may do. Run them with\n");
  console.error("  sudo npm test\n");
  return false;
}
