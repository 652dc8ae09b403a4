// What asks for attention: the list with its reasons, putting off and taking up again, and a programme's own rules.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test("each line says why and leads to one thing to do; it is put off and taken up again", async ({ fresh, page }) => {
      await page.goto(fresh.origin);
      await expect(page.locator("section[aria-labelledby=attention] .attention__item").first()).toBeVisible();
      await page.locator('.site-nav a[href="/attention"]').click();
      const items = page.locator("ol.attention > .attention__item");
      for (const item of await items.all()) {
        expect(await item.locator(".attention__what p").last().innerText()).toMatch(/\d/);
        await expect(item.locator("a.ds-button")).toHaveCount(1);
      }
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      const all = Number(await page.locator(".site-nav__count").innerText());
      expect(all).toBeGreaterThan(2);

      // One rule at a time: few enough to stand on one page.
      const few = async () => {
        await page.goto(`${fresh.origin}/attention?rule=no_baseline`);
        return items.count();
      };
      const many = await few();
      expect(many).toBeGreaterThan(1);
      const told = await items.first().locator(".attention__head").innerText();
      await items.first().locator("details > summary").click();
      await items.first().locator('input[name="why"]').fill("Spør på mandag");
      await items.first().locator('details button[type="submit"]').click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      await expect(page.locator(".site-nav__count")).toHaveText(String(all - 1));
      const later = page.locator("section[aria-labelledby=later] .attention__item").filter({ hasText: "Spør på mandag" });
      await expect(later).toHaveCount(1);
      expect(await later.locator(".attention__head").innerText()).toBe(told);
      expect(await few()).toBe(many - 1);
      await later.getByRole("button", { name: /^Ta fram/ }).click();
      await expect(page.locator(".site-nav__count")).toHaveText(String(all));
      expect(await few()).toBe(many);

      if (!javaScriptEnabled) return;
      // A day that is no day is refused beside its field, and what was typed stays.
      await items.first().locator("details > summary").click();
      const form = items.first().locator("form");
      await form.evaluate((form) => form.setAttribute("novalidate", ""));
      await form.locator('input[name="until"]').fill("2020-01-01");
      await form.locator('input[name="why"]').fill("For sent");
      await form.locator('button[type="submit"]').click();
      await expect(page.locator("#error-summary")).toContainText("Velg en dag");
      await expect(page.locator('details[open] input[name="why"]').first()).toHaveValue("For sent");
    });

    test("a line leads to where its one thing is done", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/attention`);
      const item = page.locator(".attention__item").filter({ has: page.getByText("Mangler ansatte ved opptak") }).first();
      await item.locator("a.ds-button").click();
      await expect(page).toHaveURL(/#record-headcount$/);
    });

    test("a programme's rules are its own", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/attention`);
      const before = Number(await page.locator(".site-nav__count").innerText());
      await page.locator('a[href$="/attention"][href^="/programmes/"]').first().click();
      const limit = page.locator('input[name="rules[limit_no_meeting]"]');
      if (javaScriptEnabled) {
        // The browser would say so itself.
        await limit.evaluate((field) => field.form.setAttribute("novalidate", ""));
        await limit.fill("0");
        await page.getByRole("button", { name: "Lagre" }).click();
        await expect(page.locator("#error-summary")).toContainText("Skriv et tall fra 1 til 104");
        await expect(limit).toHaveValue("0");
      }
      await limit.fill("104");
      for (const box of await page.locator('fieldset input[type="checkbox"]').all()) await box.uncheck();
      await page.getByRole("button", { name: "Lagre" }).click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      await expect(limit).toHaveValue("104");
      await page.goto(`${fresh.origin}/attention`);
      const after = Number((await page.locator(".site-nav__count").allInnerTexts())[0] ?? 0);
      expect(after).toBeLessThan(before);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });
  });
}
