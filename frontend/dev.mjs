// Serves the demo house from a development build and builds again when a source changes.
// Used by `make dev`. Ends with Ctrl-C.

import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
// Named one by one: watching the root would watch what is built as well.
const sources = ["Cargo.toml", "domain", "migrations", "store", "app", "server", "frontend/src", "frontend/styles", "frontend/public"];

let server;
let step;
let building = false;
let again = false;

/** Runs a step to its end; whether it went well. */
function sh(command, args) {
  return new Promise((resolve) => {
    step = spawn(command, args, { cwd: root, stdio: "inherit" });
    step.once("exit", (code) => resolve(code === 0));
    step.once("error", () => resolve(false));
  });
}

async function stop() {
  if (!server || server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await gone;
  server = undefined;
}

async function rebuild() {
  if (building) {
    again = true;
    return;
  }
  building = true;
  do {
    again = false;
    const started = Date.now();
    // The old server answers until the new one is built; a failed build leaves it running.
    if ((await sh(process.execPath, [join(root, "frontend", "build.mjs")])) && (await sh("cargo", ["build", "-p", "server"]))) {
      await stop();
      server = spawn(join(target, "debug", "grobunn"), ["serve", "--demo"], { cwd: root, stdio: "inherit" });
      console.log(`dev: rebuilt in ${((Date.now() - started) / 1000).toFixed(1)} s, watching`);
    }
  } while (again);
  building = false;
}

let timer;
for (const source of sources) {
  watch(join(root, source), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, 200);
  });
}
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    step?.kill();
    await stop();
    process.exit(0);
  });
}
await rebuild();
