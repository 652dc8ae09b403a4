// What a page sends: bytes as they go over the wire (brotli), against e2e/budget.json.
import { readFileSync } from "node:fs";
import { crawl, onePerLayout } from "../lib/crawl.mjs";
import { expect, test } from "../lib/test.mjs";

const budget = JSON.parse(readFileSync(new URL("../budget.json", import.meta.url), "utf8"));

/** Which part of the budget an answer belongs to. */
function part(type) {
  if (/javascript|wasm/.test(type)) return "scripts";
  if (type.startsWith("text/css")) return "styles";
  if (type.startsWith("font/")) return "font";
  if (type.startsWith("text/html")) return "html";
  return "other";
}

test("no page sends more than its budget, and none without an island sends a script", async ({ house, page }) => {
  test.setTimeout(600_000);
  const over = [];
  const sizes = [];
  for (const { address, layout, text } of onePerLayout(await crawl(house.origin))) {
    // A new context each time: a first visit, nothing kept from the page before.
    const context = await page.context().browser().newContext();
    const visit = await context.newPage();
    const cdp = await context.newCDPSession(visit);
    await cdp.send("Network.enable");
    const types = new Map();
    const sent = { scripts: 0, styles: 0, font: 0, html: 0, other: 0 };
    cdp.on("Network.responseReceived", ({ requestId, response }) => types.set(requestId, response.headers["content-type"] ?? response.headers["Content-Type"] ?? response.mimeType));
    cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => (sent[part(types.get(requestId) ?? "")] += encodedDataLength));
    await visit.goto(address, { waitUntil: "networkidle" });
    await context.close();
    const allowed = { ...budget, scripts: text.includes("<leptos-island") ? budget.scripts : 0 };
    for (const [name, limit] of Object.entries(allowed)) {
      if (sent[name] > limit) over.push(`${layout}: ${name} ${sent[name]} of ${limit} bytes`);
    }
    sizes.push({ page: layout, ...sent });
  }
  console.table(sizes);
  expect(over).toEqual([]);
  expect(sizes.some(({ scripts }) => scripts > 0), "some page has an island").toBe(true);
});
