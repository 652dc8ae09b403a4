// A report to those who pay: made, handed in, read by the funder, with and without JavaScript.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

const success = (page) => page.locator('.notice[data-color="success"]');

/** Makes the visitor of the demo somebody else. */
async function lookAs(page, house, role) {
  const answer = await page.request.post(`${house.origin}/act/look-as`, {
    form: { role },
    headers: { origin: house.origin },
  });
  expect(answer.ok()).toBe(true);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a report is drafted, refused for a number of its own, handed in, and read by the funder", async ({ fresh, page }) => {
      test.setTimeout(60_000);
      await page.goto(`${fresh.origin}/reports`);
      // Of the contract, where one asks for a report; else of the programme.
      const options = page.locator("#about option");
      const due = await options.evaluateAll((all) => all.map((one) => one.value).find((value) => value.includes("/")));
      await page.locator("#about").selectOption(due ?? (await options.first().getAttribute("value")));
      await page.locator("#title").fill("Halvårsrapport for prøven");
      await page.locator('form[action$="/draft-report"] button[type=submit]').click();
      await expect(success(page)).toBeVisible();
      await expect(page.locator("h1")).toHaveText("Halvårsrapport for prøven");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);

      await page.locator("#results").fill("Vi skapte 4711 arbeidsplasser.");
      await page.locator('button[value="hand-in"]').click();
      await expect(page.locator("#error-summary")).toContainText("4711");
      await expect(page.locator("#results")).toHaveValue("Vi skapte 4711 arbeidsplasser.");

      await page.locator("#results").fill("Det gikk slik: {jobs.stock}");
      await page.locator('button[value="hand-in"]').click();
      await expect(success(page)).toBeVisible();
      const address = new URL(page.url()).pathname;
      await expect(page.locator('a[href$="report.pdf"]')).toBeVisible();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);

      await lookAs(page, fresh, "funder");
      await page.goto(`${fresh.origin}${address}`);
      await expect(page.locator("h1")).toHaveText("Halvårsrapport for prøven");
      for (const [file, start] of [["pdf", "%PDF-1.7"], ["docx", "PK"], ["xlsx", "PK"]]) {
        const answer = await page.request.get(`${fresh.origin}${address}/report.${file}`);
        expect(answer.status()).toBe(200);
        expect((await answer.body()).subarray(0, start.length).toString("latin1")).toBe(start);
      }

      // Each figure leads to its publication, which anybody reads, prints and shows elsewhere.
      const first = page.locator('th a[href^="/published/"]').first();
      const published = await first.getAttribute("href");
      await first.click();
      await expect(page).toHaveURL(new RegExp(published));
      const pdf = await page.request.get(`${fresh.origin}${published}.pdf?lang=en`);
      expect(pdf.headers()["content-type"]).toBe("application/pdf");
      const card = await page.request.get(`${fresh.origin}${published}/card`);
      expect(card.headers()["content-security-policy"]).toContain("frame-ancestors *");
      expect(await card.text()).not.toContain("<script");
    });
  });
}
