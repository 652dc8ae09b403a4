// Public money: an award from application to payment, aid in kind, the ceiling that warns before it is passed, and the list across startups.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

/** The row of text that the page shows after something was saved. */
const success = (page) => page.locator('.notice[data-color="success"]');

/** Opens the page of public money of the first startup of the table. */
const open = async (page, origin) => {
  await page.goto(`${origin}/pipeline?view=table`);
  await page.locator("tbody tr th a").first().click();
  await page.goto(`${page.url().split(/[?#]/)[0]}/funding`);
};

/** Fills the form and sends it. */
const record = async (page, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form.form [name="${name}"]`);
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator('form.form button[type="submit"]').click();
};

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an award goes from application over award to payment, each with amount and day", async ({ fresh, page }) => {
      await open(page, fresh.origin);
      await page.locator('a[href*="funding/new?what=award"]').click();
      await record(page, { status: "applied", scheme_other: "Prøvefondet", giver: "Prøve kommune", on: "2024-09-02", amount: "mye", basis: "purchase" });
      await expect(page.locator("#error-summary")).toBeFocused();
      await expect(page.locator("#scheme_other")).toHaveValue("Prøvefondet");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await record(page, { amount: "250 000" });
      await expect(success(page)).toBeVisible();
      const row = page.locator("tr", { hasText: "Prøvefondet" });
      await expect(row).toContainText("kjøp av tjeneste");
      for (const [status, on, amount] of [["awarded", "2024-10-01", "200000"], ["paid", "2024-11-01", "100000"], ["paid", "2025-03-03", "100000"]]) {
        await row.locator("td[data-act] a").click();
        await record(page, { status, on, amount });
        await expect(success(page)).toBeVisible();
      }
      await expect(row.locator("td").nth(1)).toContainText("250 000 NOK, 2.9.2024");
      await expect(row.locator("td").nth(2)).toContainText("200 000 NOK, 1.10.2024");
      await expect(row.locator("td").nth(3)).toContainText("200 000 NOK, 3.3.2025");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });

    test("aid in kind counts, and passing the ceiling warns before anything is saved", async ({ fresh, page }) => {
      await open(page, fresh.origin);
      await page.locator('a[href*="funding/new?what=kind"]').click();
      await record(page, { scheme_other: "Gratis kontor", giver: "Huset", on: "2025-01-15", amount: "11000" });
      await expect(page.locator("section[aria-labelledby=balance]")).toContainText("Gratis kontor");
      await page.locator('a[href*="funding/new?what=declared"]').click();
      await record(page, { scheme_other: "Stort fond", giver: "En annen kommune", on: "2025-02-01", amount: "9000000" });
      await expect(page.locator("#error-summary")).toBeFocused();
      await expect(page.locator("#over_ceiling-error")).toContainText("over taket");
      await expect(page.locator('[name="amount"]')).toHaveValue("9000000");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      // Nothing was saved by the first press.
      const form = page.url();
      await page.goto(form.replace(/funding\/new.*/, "funding"));
      await expect(page.locator("main")).not.toContainText("Stort fond");
      await page.locator('a[href*="funding/new?what=declared"]').click();
      await record(page, { scheme_other: "Stort fond", giver: "En annen kommune", on: "2025-02-01", amount: "9000000" });
      await record(page, { over_ceiling: "Vedtaket er alt gjort" });
      await expect(success(page)).toBeVisible();
      await expect(page.locator("section[aria-labelledby=balance]")).toContainText("Passert med");
      await page.locator('a[href$="/funding/statement"]').click();
      await expect(page.locator("main")).toContainText("Stort fond");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });
  });
}

test("capital from outside is recorded where the startup is, moves its figure by as much, and can be corrected", async ({ fresh, page }) => {
  const whole = async () => {
    await page.goto(`${fresh.origin}/figures/funding.private_capital`);
    return Number((await page.locator(".figure-sentence").innerText()).match(/hentet ([\d\s]+)/)[1].replace(/\s/g, ""));
  };
  const before = await whole();
  await page.goto(`${fresh.origin}/pipeline?view=table&stage=graduated`);
  await page.locator("tbody tr th a").first().click();
  await expect(page.locator("#record-money")).toBeVisible();
  const startup = page.url();
  const form = page.locator("#record-money form");
  await page.locator("#record-money summary").click();
  await form.locator('[name="amount"]').fill("mye");
  await form.getByRole("button", { name: "Lagre" }).click();
  await expect(form.locator('[name="amount"]')).toHaveValue("mye");
  await expect(page.locator("#money-amount-error")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await form.locator('[name="amount"]').fill("1 250 000");
  await form.getByRole("button", { name: "Lagre" }).click();
  await expect(success(page)).toBeVisible();
  expect(await whole()).toBe(before + 1_250_000);
  await page.goto(startup);
  await page.locator(".timeline__item", { hasText: "hentet kapital 1 250 000" }).getByRole("link", { name: /Rett/ }).click();
  await expect(page.locator('[name="amount"]')).toHaveValue("1250000");
  await page.locator('[name="amount"]').fill("1000000");
  await page.locator('[name="reason"]').fill("Skrev feil.");
  await page.getByRole("button", { name: "Lagre rettelsen" }).click();
  await expect(success(page)).toBeVisible();
  expect(await whole()).toBe(before + 1_000_000);
});

test("those who run a programme see all of it, filtered and as a file, and keep the schemes", async ({ fresh, page, request }) => {
  await page.goto(`${fresh.origin}/funding?status=paid`);
  await expect(page.locator("tbody tr").first()).toContainText("Utbetalt");
  expect(await violations(page)).toEqual([]);
  const csv = await request.get(await page.locator('a[href*="awards.csv"]').getAttribute("href").then((href) => `${fresh.origin}${href}`), {
    headers: { cookie: (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join("; ") },
  });
  expect(csv.status()).toBe(200);
  const rows = (await csv.text()).trim().split(/\r?\n/);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.slice(1).every((row) => row.split(";")[3] === "paid")).toBe(true);
  await page.goto(`${fresh.origin}/schemes`);
  expect(await violations(page)).toEqual([]);
  await record(page, { name: "Husets eget fond", giver: "Huset" });
  await expect(success(page)).toBeVisible();
  await page.locator("tr", { hasText: "Husets eget fond" }).locator("button").click();
  await expect(page.locator("tbody")).not.toContainText("Husets eget fond");
});
