// A house for a test: the real binary, a database of its own, a free port.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const found = process.env.GROBUNN_BINARY ?? join(target, "debug", "grobunn");
  if (!existsSync(found)) throw new Error(`${found} is missing: cargo build -p server`);
  return found;
}

/** A port nobody listens on at the moment. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A new database on the throw-away cluster (started unless it runs), and how to remove it. */
function postgres() {
  const cluster = execFileSync(join(root, "scripts", "test-postgres.sh"), ["start"], { encoding: "utf8" }).trim();
  const name = `e2e_${randomBytes(6).toString("hex")}`;
  execFileSync("psql", [`${cluster}/postgres`, "-qc", `CREATE DATABASE ${name}`]);
  return {
    url: `${cluster}/${name}`,
    remove: () => execFileSync("psql", [`${cluster}/postgres`, "-qc", `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  };
}

/**
 * Starts a house and waits until it answers.
 * `demo` fills it with the demo incubator; `database` is "sqlite" or "postgres"; `host` is the name it is reached by (passkeys need
 * "localhost"); `settings` are more of the environment. Gives also `run`, which runs a command of the binary on the same house, `folder`, where it runs, `binary`,
 * `outbox`, the folder where its mail is written, `restart`, which starts the server anew with more of the environment, and `sql`, which changes its database on PostgreSQL: to let time pass.
 */
export async function startHouse({ demo = true, database = "sqlite", host = "127.0.0.1", settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "grobunn-e2e-"));
  const base = database === "postgres" ? postgres() : undefined;
  const port = await freePort();
  const origin = `http://${host}:${port}`;
  const env = {
    ...process.env,
    GROBUNN_LISTEN: `127.0.0.1:${port}`,
    GROBUNN_BASE_URL: origin,
    GROBUNN_DATABASE_URL: base?.url ?? `sqlite://${join(folder, "house.db")}`,
    ...settings,
  };
  let server;
  let told = "";
  let died = false;
  const halt = async () => {
    died ||= server.exitCode !== null || server.signalCode !== null;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    if (server.exitCode === null) server.kill("SIGKILL");
  };
  const stop = async () => {
    await halt();
    base?.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (more = {}) => {
    const options = { cwd: folder, env: { ...env, ...more }, stdio: ["ignore", "ignore", "pipe"] };
    server = spawn(binary(), demo ? ["serve", "--demo"] : ["serve"], options);
    server.stderr.on("data", (text) => (told = (told + text).slice(-8_000)));
    // An unoptimised server takes its time to make the demo house.
    const deadline = Date.now() + 90_000;
    for (;;) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}:\n${told}`);
      try {
        if ((await fetch(`${origin}/`)).status < 500) break;
      } catch {
        // not listening yet
      }
      if (Date.now() > deadline) {
        await stop();
        throw new Error(`the server did not answer within 90 s:\n${told}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await start();
  // The same house goes on, with more of the environment: on another day, say.
  const restart = async (more) => {
    await halt();
    await start(more);
  };
  const run = (...args) => execFileSync(binary(), args, { cwd: folder, env, encoding: "utf8" });
  const sql = (text) => execFileSync("psql", [base.url, "-qc", text]);
  return { origin, stop, restart, told: () => told, died: () => died, run, sql, folder, binary: binary(), outbox: join(folder, base ? "data" : "", "outbox") };
}
