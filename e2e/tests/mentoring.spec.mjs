// A mentor's day: a meeting logged from the day, from the startup's page and from the mailed link, by hand and by keyboard alone; what a
// founder sees of it, and ticks. How many taps, keys and seconds it took is written to the test's output.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

/** Becomes one of the demo's people. */
async function lookAs(page, house, role) {
  const answer = await page.request.post(`${house.origin}/act/look-as`, { form: { role }, headers: { origin: house.origin } });
  expect(answer.ok()).toBe(true);
  await page.goto(house.origin);
}

test.beforeEach(({ page }) => page.setDefaultTimeout(10_000));

const success = (page) => page.locator('.notice[data-color="success"]').first();

/** Counts what a hand does. Typing is counted apart: it is the same in any form. */
function hand(page) {
  const began = performance.now();
  const done = { taps: 0, keys: 0 };
  return {
    tap: async (what) => {
      done.taps += 1;
      await what.click();
    },
    press: async (key) => {
      done.keys += 1;
      await page.keyboard.press(key);
    },
    type: (text) => page.keyboard.type(text),
    told: (how) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`log a meeting ${how}: ${done.taps} taps, ${done.keys} keys, ${seconds} s`);
      return done;
    },
  };
}

/** Presses Tab until what is wanted has the focus. */
async function tabTo(counted, what, most = 60) {
  for (let tries = 0; tries < most; tries += 1) {
    if (await what.evaluate((node) => node === document.activeElement)) return;
    await counted.press("Tab");
  }
  throw new Error("not reached by keyboard");
}

/** The address of the founder's startup, which the demo's mentor follows. */
async function theirs(page, house) {
  await lookAs(page, house, "founder");
  const href = await page.locator('main a[href^="/startups/"]').first().getAttribute("href");
  return house.origin + href.match(/^\/startups\/[0-9a-f-]{36}/)[0];
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test("a meeting is logged from the day and from the startup's page", async ({ fresh, page }) => {
      await lookAs(page, fresh, "mentor");
      await expect(page.locator("main h1")).toHaveText("Min dag");
      let counted = hand(page);
      const row = page.locator("[data-startup]").first();
      const id = await row.getAttribute("data-startup");
      await counted.tap(row.getByRole("link", { name: /^Logg møte/ }));
      await page.locator("#shared_note").fill("Snakket om **prisen**.");
      await counted.tap(page.getByRole("button", { name: "Lagre møtet" }));
      await expect(success(page)).toContainText("Møtet er lagret");
      const done = counted.told("from my day");
      expect(done.taps).toBeLessThanOrEqual(4);
      await expect(page.locator(`[data-startup="${id}"]`)).toContainText("Møtt i dag");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => 390);
      expect(wide).toBeLessThanOrEqual(390);

      await page.goto(`${fresh.origin}/startups/${id}`);
      await expect(page.locator(".note").first()).toContainText("Snakket om prisen.");
      await expect(page.locator(".note strong").first()).toHaveText("prisen");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      counted = hand(page);
      await counted.tap(page.locator("#hours").locator("xpath=..").getByRole("link", { name: "Logg møte" }));
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await counted.tap(page.locator("#minutes-1"));
      await page.locator("#private_note").fill("Bare mitt: hemmeligheten.");
      await page.locator("#next").fill("Ring banken");
      await counted.tap(page.getByRole("button", { name: "Lagre møtet" }));
      await expect(success(page)).toContainText("Møtet er lagret");
      expect(counted.told("from the startup's page").taps).toBeLessThanOrEqual(4);
      await expect(page.locator('.note[data-private="true"]').first()).toContainText("hemmeligheten");
      // The same form sent again is the same meeting.
      await page.goBack();
      await page.getByRole("button", { name: "Lagre møtet" }).click();
      await expect(success(page)).toContainText("Møtet er lagret");
      await expect(page.locator(".note", { hasText: "hemmeligheten" })).toHaveCount(1);

      await page.goto(`${fresh.origin}/tasks`);
      await expect(page.locator(".tick", { hasText: "Ring banken" })).toHaveCount(1);
      await page.locator(".tick", { hasText: "Ring banken" }).getByRole("button", { name: /^Ferdig/ }).click();
      await expect(page.locator('.tick[data-done="true"]', { hasText: "Ring banken" })).toHaveCount(1);
      await page.getByRole("button", { name: /^Angre/ }).click();
      await expect(page.locator('.tick[data-done="true"]', { hasText: "Ring banken" })).toHaveCount(0);
      // Nobody else has the private note, however they look.
      for (const role of ["manager", "admin", "founder"]) {
        await lookAs(page, fresh, role);
        const shown = await page.request.get(`${fresh.origin}/startups/${id}`);
        expect(await shown.text(), role).not.toContain("hemmeligheten");
      }
    });

    test("a refused meeting keeps what was typed", async ({ house, page }) => {
      await lookAs(page, house, "mentor");
      await page.locator("[data-startup]").first().getByRole("link", { name: /^Logg møte/ }).click();
      await page.locator("#minutes_other").fill("en time");
      await page.locator("#shared_note").fill("</textarea><script>canary</script>");
      await page.getByRole("button", { name: "Lagre møtet" }).click();
      await expect(page.locator("#error-summary")).toBeVisible();
      await expect(page.locator("#minutes_other")).toHaveValue("en time");
      await expect(page.locator("#shared_note")).toHaveValue("</textarea><script>canary</script>");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });

    test("a planned meeting is logged by the link from the mail, once", async ({ fresh, page }) => {
      test.setTimeout(120_000);
      await lookAs(page, fresh, "mentor");
      await page.locator("main").getByRole("link", { name: "Planlegg møte" }).click();
      await page.locator("#startup").click();
      await page.locator("#at").fill("00:01");
      await page.locator("#minutes_other").fill("1");
      await page.getByRole("button", { name: "Planlegg", exact: true }).click();
      await expect(success(page)).toContainText("planlagt");
      const link = page.locator('a[href*="/log-meeting/"]').last();
      await expect(async () => {
        await page.goto(`${fresh.origin}/dev/outbox`);
        await expect(page.locator('a[href*="/log-meeting/"]').first()).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 75_000, intervals: [2_000] });
      const href = new URL(await link.getAttribute("href")).pathname;
      // Whoever opens it need not be signed in.
      await page.context().clearCookies();
      await page.context().addCookies([{ name: "grobunn", value: "nobody", url: fresh.origin }]);
      const counted = hand(page);
      await page.goto(fresh.origin + href);
      await expect(page.locator("main h1")).toContainText("Logg møte med");
      await page.locator("#shared_note").fill("Fra lenken");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await counted.tap(page.getByRole("button", { name: "Lagre møtet" }));
      await expect(page.locator("main h1")).toHaveText("Møtet er logget");
      expect(counted.told("from the mailed link").taps).toBeLessThanOrEqual(2);
      await page.goto(fresh.origin + href);
      await expect(page.locator("main h1")).toHaveText("Lenken gjelder ikke lenger");
      await expect(page.locator("main form")).toHaveCount(0);
    });

    test("a founder ticks a milestone and takes the tick back", async ({ fresh, page }) => {
      const startup = await theirs(page, fresh);
      await page.goto(startup);
      const section = page.locator("#milestones").locator("xpath=..");
      const open = section.locator(".tick:not([data-done])");
      const before = await open.count();
      expect(before).toBeGreaterThan(0);
      await open.first().getByRole("button", { name: /^Ferdig/ }).click();
      await expect(open).toHaveCount(before - 1);
      await section.getByRole("button", { name: /^Angre/ }).click();
      await expect(open).toHaveCount(before);
      await expect(section.locator("#new-milestone")).toHaveCount(0);
      await expect(page.locator("#write-shared, #write-private, #assign")).toHaveCount(0);
    });
  });
}

test("a meeting is logged by keyboard alone", async ({ fresh, page }) => {
  await lookAs(page, fresh, "mentor");
  const counted = hand(page);
  await counted.press("Tab");
  await counted.press("Enter");
  await tabTo(counted, page.locator("[data-startup]").first().getByRole("link", { name: /^Logg møte/ }));
  await counted.press("Enter");
  await expect(page.locator("main h1")).toContainText("Logg møte med");
  await counted.press("Tab");
  await counted.press("Enter");
  await tabTo(counted, page.locator("#shared_note"));
  await counted.type("Skrevet uten mus");
  await tabTo(counted, page.getByRole("button", { name: "Lagre møtet" }));
  await counted.press("Enter");
  await expect(success(page)).toContainText("Møtet er lagret");
  const done = counted.told("by keyboard only");
  expect(done.taps).toBe(0);
});

test("a manager assigns a mentor, who finds the hand-over, and sets a stage's milestones and hours", async ({ fresh, page }) => {
  const startup = await theirs(page, fresh);
  await lookAs(page, fresh, "manager");
  await page.goto(`${fresh.origin}/mentoring`);
  await expect(page.locator("#by-mentor")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: /Timeramme/ }).click();
  await page.locator("#budget-hours").fill("12,5");
  await page.locator("#budget").locator("xpath=..").getByRole("button", { name: "Lagre" }).click();
  await expect(success(page)).toBeVisible();
  await expect(page.locator("#budget-hours")).toHaveValue("12,5");
  await page.locator("#template-title").fill("Ny fast milepæl");
  await page.locator("#templates").locator("xpath=..").getByRole("button", { name: "Legg til" }).click();
  await expect(page.locator("#templates").locator("xpath=..")).toContainText("Ny fast milepæl");
  expect(await violations(page)).toEqual([]);

  await page.goto(startup);
  await page.locator("#assign > summary").click();
  const now = await page.locator("#assign option", { hasText: "(nå)" }).getAttribute("value");
  const other = await page
    .locator("#assign option")
    .evaluateAll((all, now) => all.map((one) => one.value).find((value) => value && value !== now && value !== "nobody"), now);
  await page.locator("#assign select").selectOption(other);
  await page.locator("#assign").getByRole("button", { name: "Tildel" }).click();
  await expect(success(page)).toContainText("tildelt");
  await page.locator("#mentors").locator("xpath=..").getByRole("link", { name: "Overlevering" }).click();
  await expect(page.locator("main h1")).toContainText("Overlevering av");
  await expect(page.locator("main")).not.toContainText("står fortsatt på en tidligere mentor");
  expect(await violations(page)).toEqual([]);
});
