// A contract with a funder: the manager drafts, signs, amends and records a payment; the funder reads how far it has come; nobody else.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** Becomes somebody by the bar above the page. */
async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/`);
  await page.locator("#look-as").selectOption(role);
  await page.locator(".demo-bar__as button").click();
  await page.waitForLoadState();
}

const field = (page, name) => page.locator(`[name="terms[${name}]"]`);
const success = (page) => page.locator('.notice[data-color="success"]');

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the manager drafts, signs, amends and records a payment", async ({ fresh, page }) => {
      await lookAs(page, fresh, "manager");
      await page.goto(`${fresh.origin}/contracts/new`);
      const year = new Date().getFullYear();
      await field(page, "title").fill("Ti arbeidsplasser");
      await field(page, "funder").fill("Nes kommune");
      await field(page, "from_on").fill(`${year - 1}-01-01`);
      await field(page, "to_on").fill(`${year + 1}-12-31`);
      await field(page, "amount").fill("1 000 000");
      await field(page, "instalments").fill(`${year - 1}-02-01; 400 000\n${year + 1}-02-01; 500 000; etter rapport`);
      await field(page, "target0_amount").fill("10");
      await field(page, "target0_baseline").fill(`${year - 2}-12-31`);
      await field(page, "target0_due").fill(`${year + 1}-12-31`);
      const save = page.locator("main form.form button[type=submit]").first();
      await save.click();
      // Nine hundred thousand is not a million: refused, and nothing typed is lost.
      await expect(page.locator("#error-summary")).toBeVisible();
      await expect(field(page, "title")).toHaveValue("Ti arbeidsplasser");
      await field(page, "amount").fill("900 000");
      await save.click();
      await expect(success(page)).toBeVisible();
      const contract = page.url().match(UUID)[0];

      await page.locator("#signed_on").fill(`${year - 2}-12-15`);
      await page.locator('form[action$="sign-contract"] button').click();
      await expect(success(page)).toBeVisible();
      await expect(page.locator("code.digest").first()).toHaveText(/^[0-9a-f]{64}$/);
      await expect(page.locator("#targets")).toBeVisible();

      await page.goto(`${fresh.origin}/contracts/${contract}/amend`);
      await field(page, "signed_on").fill(`${year - 1}-03-01`);
      await field(page, "holds_from").fill(`${year - 1}-04-01`);
      await field(page, "reason").fill("Flere arbeidsplasser");
      await field(page, "target0_amount").fill("12");
      await page.locator("main form.form button[type=submit]").first().click();
      await expect(success(page)).toBeVisible();
      await expect(page.locator("#addenda")).toBeVisible();
      await expect(page.locator("section:has(#addenda)")).toContainText("12 nye arbeidsplasser");

      await page.locator("#pay > summary").click();
      await page.locator("#kroner").fill("400 000");
      await page.locator("#paid_on").fill(`${year - 1}-02-10`);
      await page.locator('form[action$="record-payment"] button').click();
      await expect(success(page)).toBeVisible();
      await expect(page.locator("section:has(#money)")).toContainText("400 000");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });
  });
}

test("the funder reads the own contract and its progress, and nobody else does", async ({ house, page, request }) => {
  test.setTimeout(60_000);
  const listed = await (await request.get(`${house.origin}/contracts`)).text();
  const all = [...new Set([...listed.matchAll(new RegExp(`/contracts/(${UUID.source})"`, "g"))].map(([, id]) => id))];
  expect(all.length).toBeGreaterThanOrEqual(2);
  await lookAs(page, house, "funder");
  await expect(page.locator("#contracts")).toBeVisible();
  await page.goto(`${house.origin}/contracts`);
  const own = await page.locator("main table a").evaluateAll((links) => links.map((link) => link.href));
  expect(own.length).toBe(1);
  await page.goto(own[0]);
  await expect(page.locator("figure.chart").first()).toBeVisible();
  await expect(page.locator("main")).toContainText("150 nye arbeidsplasser");
  await expect(page.locator("main form")).toHaveCount(0);
  // No single startup, neither by name nor by link.
  await expect(page.locator('main a[href^="/startups/"]')).toHaveCount(0);
  const told = await page.request.get(`${own[0]}/progress.json`);
  expect(told.status()).toBe(200);
  const progress = await told.json();
  expect(progress.targets[0].point).toBeGreaterThan(0);
  expect(progress.targets[0].floor).toBeLessThanOrEqual(progress.targets[0].point);
  const other = all.find((id) => !own[0].includes(id));
  for (const path of ["", "/progress.json", "/progress.csv"]) {
    expect((await page.request.get(`${house.origin}/contracts/${other}${path}`)).status()).toBe(404);
  }
  expect((await page.request.get(`${own[0]}/amend`)).status()).toBe(403);
  for (const role of ["founder", "evaluator"]) {
    await lookAs(page, house, role);
    expect((await page.request.get(own[0])).status(), role).toBe(404);
  }
});
