// Figures that stand up: two press figures are published and held against a sentence; then a founder is erased, a headcount corrected and
// more imported, and the old files still check and compute, in a folder without a house too. A report is handed in, and what the funder
// reads of the progress is what the engine's rows come to. On both databases, on a phone.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHouse } from "../lib/house.mjs";
import { expect, test } from "@playwright/test";

const PRESS = ["survival.exits", "jobs.net"];
const SENTENCE =
  "Siden 2014 har vi bidratt til over 500 arbeidsplasser, hvorav over halvparten på Romerike. Med en overlevelsesrate på 73 prosent " +
  "har bedriftene som kommer ut av Business Lillestrøm, vist en livskraft skyhøyt over landsgjennomsnittet.";
const SHEET = "Navn;Program;Opptak;Ansatte ved opptak;Ansatte;Status\nEtternøler AS;Inkubator;2020-02-01;2;9;Aktiv\n";

/** Somebody with a browser of their own, who looks as a role. */
async function visitor(browser, house, role) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "nb-NO" });
  if (role === "house") {
    // Without a session the demo takes everybody for the manager of the whole house.
  } else if (role === "nobody") {
    await context.addCookies([{ name: "grobunn", value: "nobody", url: house.origin }]);
  } else {
    const answer = await context.request.post(`${house.origin}/act/look-as`, { form: { role }, headers: { origin: house.origin } });
    expect(answer.ok()).toBe(true);
  }
  return context.newPage();
}

const done = (page) => page.locator('.notice[data-color="success"]').first();

/** Runs the binary on the files in an empty folder, where there is no house. */
function elsewhere(house, files, ...args) {
  const folder = mkdtempSync(join(tmpdir(), "grobunn-elsewhere-"));
  try {
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
    const out = execFileSync(house.binary, args, { cwd: folder, env: { PATH: process.env.PATH }, encoding: "utf8", stdio: "pipe" });
    expect(readdirSync(folder).sort()).toEqual(files.map(([name]) => name).sort());
    return JSON.parse(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function eraseAFounder(page, house) {
  await page.goto(`${house.origin}/people`);
  const person = await page.locator('main a[href^="/people/"]').last().getAttribute("href");
  await page.goto(`${house.origin}${person.split("?")[0]}/erase`);
  const question = await page.locator('main label[for="name"]').textContent();
  await page.locator("#name").fill(question.match(/«(.+)»/)[1]);
  await page.locator('main form button[type="submit"]').click();
  await expect(page.locator("h1")).toBeVisible();
}

async function correctAHeadcount(page, house) {
  await page.goto(`${house.origin}/pipeline?view=table`);
  await page.locator("tbody tr th a").first().click();
  await page.locator('.timeline__item[data-kind="headcount"]:not([data-superseded]) .timeline__source a').first().click();
  await page.locator('input[name="employees"]').fill("44");
  await page.locator('[name="reason"]').first().fill("Talt på nytt");
  await page.locator('main form button[type="submit"]').first().click();
  await expect(page.locator(".timeline")).toContainText("44 ansatte");
}

/** What the rows of a figure come to between two days: of those within at the end, less what they had when it began. */
function increase(house, definition, from, to) {
  const rows = (day) =>
    JSON.parse(house.run("figure", definition, "--programme", "inkubator", "--region", "romerike", "--as-of", day, "--json"));
  const [before, after] = [rows(from), rows(to)];
  const began = new Map(before.rows_in.map((row) => [row.startup, row.contribution]));
  const why = new Map(before.rows_out.map((row) => [row.startup, row.reason]));
  const notThere = (startup) => ["not_admitted", "other_programme", undefined].includes(why.get(startup));
  const counted = after.rows_in.filter((row) => began.has(row.startup) || notThere(row.startup));
  return counted.reduce((sum, row) => sum + row.contribution - (began.get(row.startup) ?? 0), 0);
}

for (const database of ["sqlite", "postgres"]) {
  test(`what was published stands, on ${database}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const house = await startHouse({ database });
    try {
      const manager = await visitor(browser, house, "house");
      const published = [];
      for (const figure of PRESS) {
        await manager.goto(`${house.origin}/figures/${figure}`);
        await manager.locator('main a[href*="/publish"]:not([href*="/published"])').first().click();
        await manager.locator("#name").fill("Pressemelding");
        await manager.getByRole("button", { name: "Publiser" }).click();
        await expect(done(manager)).toContainText("Tallet er publisert");
        published.push(new URL(manager.url()).pathname);
      }

      // Anybody holds the sentence against them, and is led to what carries it.
      const anyone = await visitor(browser, house, "nobody");
      await anyone.goto(`${house.origin}/guard`);
      await anyone.locator("#text").fill(SENTENCE);
      await anyone.locator('main form button[type="submit"]').click();
      await expect(anyone.locator("#answer")).toBeVisible();
      await expect(anyone.locator("main")).toContainText("Ved hvilken alder");
      for (const path of published) expect(await anyone.locator(`main a[href$="${path}"]`).count(), path).toBeGreaterThan(0);
      const files = [];
      for (const [index, path] of published.entries()) {
        files.push([`${index}.json`, await (await anyone.request.get(`${house.origin}${path}.json`)).body()]);
      }

      const admin = await visitor(browser, house, "admin");
      await correctAHeadcount(admin, house);
      await eraseAFounder(admin, house);
      writeFileSync(join(house.folder, "more.csv"), SHEET);
      expect(house.run("figure", "jobs.stock", "--json")).not.toContain("Etternøler");
      house.run("import", "more.csv", "--profile", "sheet");
      expect(house.run("figure", "jobs.stock", "--json")).toContain("Etternøler");

      for (const [index, [name, bytes]] of files.entries()) {
        const again = await (await anyone.request.get(`${house.origin}${published[index]}.json`)).body();
        expect(Buffer.compare(again, bytes)).toBe(0);
        expect(elsewhere(house, files, "verify", name, "--json").good).toBe(true);
        writeFileSync(join(house.folder, name), bytes);
        expect(JSON.parse(house.run("recompute", name, "--json")).same).toBe(true);
      }

      // A report under the contract is handed in, and the funder reads it.
      await manager.goto(`${house.origin}/reports`);
      const about = await manager.locator("#about option").evaluateAll((all) => all.map((one) => one.value));
      await manager.locator("#about").selectOption(about.find((value) => value.includes("/")) ?? about[0]);
      await manager.locator("#title").fill("Rapport til kommunen");
      await manager.locator('form[action$="/draft-report"] button[type=submit]').click();
      await expect(done(manager)).toBeVisible();
      await manager.locator('button[value="hand-in"]').click();
      await expect(done(manager)).toBeVisible();
      const report = new URL(manager.url()).pathname;
      const funder = await visitor(browser, house, "funder");
      expect((await funder.goto(`${house.origin}${report}`)).status()).toBe(200);
      await expect(funder.locator("h1")).toHaveText("Rapport til kommunen");

      // What the funder reads of the promise is what the engine's rows come to.
      await funder.goto(`${house.origin}/contracts`);
      await funder.locator("main table a").first().click();
      await expect(funder.locator("h1")).toBeVisible();
      const progress = await (await funder.request.get(`${new URL(funder.url()).origin}${new URL(funder.url()).pathname}/progress.json`)).json();
      const [target] = progress.targets;
      expect(target.definition).toMatch(/^jobs\./);
      const { id } = target.scope.definition;
      expect(target.point).toBe(increase(house, id, target.scope.baseline_on, target.counted_to));
    } finally {
      await house.stop();
    }
    expect(house.died()).toBe(false);
  });
}
