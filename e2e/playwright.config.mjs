// Browser tests against the real binary. Each worker starts its own house on a free port of the loopback address.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { defineConfig } from "@playwright/test";

/** The browser of this machine: CHROMIUM, or the first of its usual names on PATH. */
function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const name = names.find((name) => existsSync(join(folder, name)));
    if (name) return join(folder, name);
  }
  throw new Error("no Chromium on PATH; run scripts/setup.sh test, or set CHROMIUM");
}

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  timeout: 60_000,
  expect: { timeout: 5_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list", { printSteps: false }]],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
    locale: "nb-NO",
    trace: "off",
    screenshot: "only-on-failure",
  },
});
