// Programs: a token is made in the browser, used, and taken back; what is open needs none; the pages about it are whole.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/accessibility`);
  await page.locator(".demo-bar select").selectOption(role);
  await page.locator(".demo-bar form:has(select) button").click();
  await expect(page).not.toHaveURL(/accessibility/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a token is made, used, and taken back", async ({ fresh, page, playwright }) => {
      // A program of its own: it brings no cookie of the browser's.
      const program = await playwright.request.newContext({ baseURL: fresh.origin });
      await lookAs(page, fresh, "manager");
      await page.goto(`${fresh.origin}/me/tokens`);
      // Without a name it is refused, and what was chosen stays.
      await page.locator("#days").selectOption("30");
      await page.locator("form:has(#name)").evaluate((form) => (form.noValidate = true));
      await page.getByRole("button", { name: "Lag nøkkelen" }).click();
      await expect(page.locator("#error-summary")).toBeVisible();
      await expect(page.locator("#days")).toHaveValue("30");
      await page.locator("#name").fill("Regnearket i kommunen");
      await page.getByRole("button", { name: "Lag nøkkelen" }).click();
      const token = await page.locator("#api-token").innerText();
      expect(token).toMatch(/^grobunn_[\w-]{43}$/);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.reload();
      await expect(page.locator("#api-token"), "shown once").toHaveCount(0);

      const headers = { Authorization: `Bearer ${token}` };
      expect((await program.get("/api/v1/startups")).status()).toBe(401);
      const answer = await program.get("/api/v1/startups?limit=3", { headers });
      expect(answer.status()).toBe(200);
      const { data, next } = await answer.json();
      expect(data).toHaveLength(3);
      const after = await (await program.get(`/api/v1/startups?limit=3&cursor=${next}`, { headers })).json();
      expect(after.data[0].id > data[2].id).toBe(true);
      // What the program reads is what the page shows.
      await page.goto(fresh.origin + data[0].page);
      await expect(page.locator("h1")).toHaveText(data[0].name);
      // A session lets nobody in, whatever site made the browser ask.
      const asked = await page.request.get(`${fresh.origin}/api/v1/startups`);
      expect(asked.status()).toBe(401);

      await page.goto(`${fresh.origin}/me/tokens`);
      const row = page.locator("tbody tr", { hasText: "Regnearket i kommunen" });
      await expect(row, "it was just used").not.toContainText("aldri");
      await row.getByRole("button", { name: "Trekk tilbake" }).click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      expect((await program.get("/api/v1/startups", { headers })).status()).toBe(401);
      await program.dispose();
    });

    test("what is published is open to all, and explained", async ({ house, page, playwright }) => {
      const program = await playwright.request.newContext({ baseURL: house.origin });
      const { data } = await (await program.get("/api/v1/publications")).json();
      expect(data.length).toBeGreaterThan(0);
      for (const path of ["/api", "/open-data"]) {
        await page.goto(house.origin + path);
        await expect(page.locator("h1")).toBeVisible();
        if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      }
      for (const href of await page.locator("#files ~ * a, section[aria-labelledby=files] tbody a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
        const file = await program.get(href);
        expect(file.status(), href).toBe(200);
        expect(file.headers()["access-control-allow-origin"], href).toBe("*");
      }
      const alternate = page.locator('head link[rel=alternate][type="application/atom+xml"]');
      await expect(alternate).toHaveAttribute("href", "/published.atom");
      await program.dispose();
    });
  });
}
