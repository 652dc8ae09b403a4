// Takes pictures of pages for looking at: e2e/shots/<page>-<width>-<scheme>.png
// Usage: node shots.mjs [path ...]      (without paths: one page of each layout)
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { crawl, layout, onePerLayout } from "./lib/crawl.mjs";
import { startHouse } from "./lib/house.mjs";

const folder = new URL("shots/", import.meta.url);
mkdirSync(folder, { recursive: true });
const house = await startHouse();
const browser = await chromium.launch(config.use.launchOptions);
try {
  const asked = process.argv.slice(2).map((path) => new URL(path, house.origin).href);
  const addresses = asked.length > 0 ? asked : onePerLayout(await crawl(house.origin)).map(({ address }) => address);
  for (const width of [390, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: "nb-NO" });
      const page = await context.newPage();
      for (const address of addresses) {
        await page.goto(address, { waitUntil: "networkidle" });
        const name = layout(address).slice(1).replace(/[^a-z0-9]+/gi, "-") || "home";
        await page.screenshot({ path: new URL(`${name}-${width}-${colorScheme}.png`, folder).pathname, fullPage: true });
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await house.stop();
}
