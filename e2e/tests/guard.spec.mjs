// What anybody can check: definitions, national figures, the guard, and the open page of the house.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

const SENTENCE =
  "Siden 2014 har vi bidratt til over 500 arbeidsplasser, hvorav over halvparten på Romerike. Med en overlevelsesrate på 73 prosent " +
  "har bedriftene som kommer ut av Business Lillestrøm, vist en livskraft skyhøyt over landsgjennomsnittet.";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a pasted sentence is answered claim by claim", async ({ house, page }) => {
      await page.goto(`${house.origin}/guard`);
      await page.locator("#text").fill(SENTENCE);
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator("#answer")).toBeVisible();
      await expect(page.locator("mark.guard-mark")).toHaveCount(4);
      // What it leaves open: who is counted, at what age, alive by what test, compared with which average.
      const main = page.locator("main");
      for (const asked of ["Hvem er talt med", "Ved hvilken alder", "I live etter hvilken prøve", "Sammenlignet med hvilket gjennomsnitt"]) {
        await expect(main).toContainText(asked);
      }
      await expect(main).toContainText("Kan ikke sies slik");
      await expect(page.locator("#text")).toHaveValue(SENTENCE);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });

    test("a text of nothing is refused with what to do, and one that is too long is kept", async ({ house, page }) => {
      await page.goto(`${house.origin}/guard`);
      const long = "Vi har 12 bedrifter. ".repeat(1_000);
      await page.locator("#text").fill(long);
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator("#text-error")).toBeVisible();
      expect((await page.locator("#text").inputValue()).length).toBe(long.length);
    });

    test("a definition is opened from the list, and its former version from there", async ({ house, page }) => {
      await page.goto(`${house.origin}/definitions`);
      await page.locator('a[href="/definitions/survival.km.exit"]').click();
      await expect(page.locator("#changed")).toBeVisible();
      await expect(page.locator("#bridge-example")).toBeVisible();
      await page.locator('a[href="/definitions/survival.km.exit/1"]').click();
      await expect(page.locator('.notice[data-color="warning"], [data-color="warning"]').first()).toBeVisible();
      await expect(page.locator("main code").first()).toHaveText("survival.km(exit)@1");
    });
  });
}

test("what is open is open to somebody who is not signed in", async ({ house }) => {
  for (const path of ["/house", "/guard", "/benchmarks", "/definitions", "/definitions/jobs.net"]) {
    const answer = await fetch(`${house.origin}${path}`, { redirect: "manual", headers: { cookie: "grobunn=nobody", accept: "text/html" } });
    expect(answer.status, path).toBe(200);
    const text = await answer.text();
    expect(text.length, path).toBeLessThan(path === "/house" ? 60 * 1024 : 200 * 1024);
    // The framework writes a few lines into every page; nothing is fetched and run.
    expect(text, path).not.toMatch(/<script[^>]*\s(src|type="module")/);
  }
});
