// Publishing a figure: frozen for everybody, checked with nothing but the file, and the same whatever comes later.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/`);
  await page.locator("#look-as").selectOption(role);
  await page.locator(".demo-bar__as button").click();
  await page.waitForLoadState();
}

/** Publishes a figure as whoever the page is; gives the address of what was published. */
async function publish(page, house, figure, name) {
  await page.goto(`${house.origin}/figures/${figure}`);
  await page.locator('main a[href*="/publish"]:not([href*="/published"])').click();
  await expect(page.locator("h1")).toHaveText("Publiser tallet");
  await page.locator("#name").fill(name);
  await page.getByRole("button", { name: "Publiser" }).click();
  await expect(page.locator('.notice[data-color="success"]')).toContainText("Tallet er publisert");
  return new URL(page.url()).pathname;
}

/** Runs the binary in an empty folder, where there is no house; gives its exit code and what it said. */
function elsewhere(house, bytes, ...args) {
  const folder = mkdtempSync(join(tmpdir(), "grobunn-empty-"));
  try {
    writeFileSync(join(folder, "figure.json"), bytes);
    const env = { PATH: process.env.PATH };
    const out = execFileSync(house.binary, args, { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
    expect(readdirSync(folder)).toEqual(["figure.json"]);
    return { code: 0, out };
  } catch (error) {
    if (error.status === undefined) throw error;
    return { code: error.status, out: error.stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function check(page, house, bytes) {
  await page.goto(`${house.origin}/verify`);
  await page.locator("#file").setInputFiles({ name: "figure.json", mimeType: "application/json", buffer: bytes });
  await page.getByRole("button", { name: "Etterprøv" }).click();
  await page.waitForLoadState();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test("a manager publishes, anybody opens and checks, and later facts change nothing", async ({ fresh, page, browser }) => {
      await lookAs(page, fresh, "manager");
      const path = await publish(page, fresh, "survival.exits", "Årsmelding for prøven");
      const basis = await page.locator(".figure-card__basis strong").first().textContent();

      const stranger = await browser.newContext({ javaScriptEnabled, locale: "nn-NO" });
      const anyone = await stranger.newPage();
      await lookAs(anyone, fresh, "nobody");
      const answer = await anyone.goto(fresh.origin + path);
      expect(answer.status()).toBe(200);
      await expect(anyone.locator("h1")).toBeVisible();
      await expect(anyone.getByRole("heading", { name: "Kva som er endra sidan" })).toHaveCount(0);
      const file = await anyone.request.get(`${fresh.origin}${path}.json`);
      expect(file.headers()["access-control-allow-origin"]).toBe("*");
      expect(file.headers()["cache-control"]).toContain("immutable");
      const again = await anyone.request.get(`${fresh.origin}${path}.json`, { headers: { "If-None-Match": file.headers().etag } });
      expect(again.status()).toBe(304);
      const bytes = await file.body();
      const said = JSON.parse(bytes.toString()).body;
      expect(said.words.nb.sentence).toContain(basis);
      expect((await anyone.request.get(`${fresh.origin}${path}.csv`)).headers()["content-type"]).toContain("text/csv");
      expect((await anyone.request.get(`${fresh.origin}${path}.svg`)).headers()["content-type"]).toContain("image/svg");

      const whole = elsewhere(fresh, bytes, "verify", "figure.json", "--json");
      expect(whole.code).toBe(0);
      expect(JSON.parse(whole.out).good).toBe(true);
      await check(anyone, fresh, bytes);
      await expect(anyone.locator('.notice[data-color="success"]')).toContainText("Nøkkelen er dette husets");

      const forged = Buffer.from(bytes.toString().replace(/"numerator":(\d+)/, (_, x) => `"numerator":${Number(x) + 5}`));
      const named = elsewhere(fresh, forged, "verify", "figure.json", "--json");
      expect(named.code).toBe(2);
      expect(JSON.parse(named.out).faults.map((fault) => fault.path)).toContain("outputs.numerator");
      await check(anyone, fresh, forged);
      await expect(anyone.locator('.notice[data-color="danger"]')).toContainText("outputs.numerator");
      await stranger.close();

      // A headcount is corrected and a founder erased; the file is the same, and so is what the house computes.
      await lookAs(page, fresh, "admin");
      await page.goto(`${fresh.origin}/pipeline?view=table`);
      await page.locator("tbody tr th a").first().click();
      await page.locator('.timeline__item[data-kind="headcount"]:not([data-superseded]) .timeline__source a').first().click();
      await page.locator('input[name="employees"]').fill("44");
      await page.locator('[name="reason"]').first().fill("Talt på nytt");
      await page.locator('main form button[type="submit"]').first().click();
      await expect(page.locator(".timeline")).toContainText("44 ansatte");
      await page.goto(`${fresh.origin}/people`);
      const founder = await page.locator('main a[href^="/people/"]').last().getAttribute("href");
      await page.goto(`${fresh.origin}${founder.split("?")[0]}/erase`);
      const question = await page.locator('main label[for="name"]').textContent();
      await page.locator("#name").fill(question.match(/«(.+)»/)[1]);
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator("h1")).toBeVisible();
      const later = await page.request.get(`${fresh.origin}${path}.json`);
      expect(Buffer.compare(await later.body(), bytes)).toBe(0);
      writeFileSync(join(fresh.folder, "figure.json"), bytes);
      expect(JSON.parse(fresh.run("recompute", "figure.json", "--json")).same).toBe(true);
    });
  });
}

test("the demo house has published, and its pages have no barriers", async ({ house, page }) => {
  await page.goto(`${house.origin}/published`);
  await expect(page.locator(".figure-card").nth(1)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.locator(".figure-card a").last().click();
  await expect(page.getByRole("heading", { name: "Etterprøv tallet" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goto(`${house.origin}/verify`);
  expect(await violations(page)).toEqual([]);
});

test("a figure published for a contract stands on the page of the one who pays", async ({ fresh, page }) => {
  await lookAs(page, fresh, "manager");
  await page.goto(`${fresh.origin}/figures/mentoring.hours`);
  await page.locator('main a[href*="/publish"]:not([href*="/published"])').click();
  await page.locator("#name").fill("Brev til kommunen");
  await page.locator("#contract").selectOption({ label: "150 nye arbeidsplasser på Romerike" });
  await page.getByRole("button", { name: "Publiser" }).click();
  await expect(page.locator('.notice[data-color="success"]')).toContainText("Tallet er publisert");
  const path = new URL(page.url()).pathname;
  await lookAs(page, fresh, "funder");
  await page.goto(`${fresh.origin}/`);
  await expect(page.locator(`main a[href="${path}"]`)).toBeVisible();
});
