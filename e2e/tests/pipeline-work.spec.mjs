// Working the pipeline: ticking rows and doing something with all of them, undoing it, saved views, stages, search, the calendar,
// and the keyboard.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

const success = (page) => page.locator('.notice[data-color="success"]');

/** The demo's administrator, who may do everything, by the demo bar's own form. */
async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/accessibility`);
  await page.locator(".demo-bar select").selectOption(role);
  await page.locator(".demo-bar form:has(select) button").click();
  await expect(page).not.toHaveURL(/accessibility/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("rows are ticked, moved together, and undone", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline?view=table&programme=inkubator&all=true`);
      const stage = page.locator("#stage");
      const validation = await stage.locator("option", { hasText: "Validering" }).first().getAttribute("value");
      await page.goto(`${fresh.origin}/pipeline?view=table&programme=inkubator&stage=${validation}`);
      const rows = page.locator("tbody tr");
      const before = await rows.count();
      expect(before).toBeGreaterThan(2);
      const names = await rows.locator("th a").allInnerTexts();
      for (const at of [0, 1]) await rows.nth(at).locator("[data-pick]").check();
      await page.getByRole("button", { name: "Gjør noe med de valgte" }).click();
      await expect(page).toHaveURL(/\/pipeline\/selected\?draft=/);
      for (const name of names.slice(0, 2)) await expect(page.locator(".hits")).toContainText(name);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      // Without a stage it is refused, and what was typed stays.
      await page.locator("#move-reason").fill("Samlet vurdering");
      await page.locator('form[action$="bulk-move"] button[type=submit]').click();
      await expect(page.locator("#error-summary")).toBeVisible();
      await expect(page.locator("#move-reason")).toHaveValue("Samlet vurdering");
      await page.locator("#move-stage").selectOption({ label: "Vekst" });
      await page.locator('form[action$="bulk-move"] button[type=submit]').click();
      await expect(success(page)).toContainText(names[0]);
      await page.getByRole("button", { name: /^Angre/ }).click();
      await expect(success(page)).toContainText(names[1]);
      await page.goto(`${fresh.origin}/pipeline?view=table&programme=inkubator&stage=${validation}`);
      await expect(rows).toHaveCount(before);
    });

    test("a single move is undone from where it is told", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline?view=table&programme=inkubator&mentor=none`);
      const name = await page.locator("tbody tr:has([data-move-link]) th a").first().innerText();
      await page.locator("[data-move-link]").first().click();
      const stands = await page.locator(".lead").innerText();
      await page.locator('main form.form button[type="submit"]').click();
      await page.getByRole("button", { name: "Angre" }).click();
      await expect(success(page)).toContainText("angret");
      await page.goto(`${fresh.origin}/pipeline?view=table&programme=inkubator&q=${encodeURIComponent(name)}`);
      await page.locator("[data-move-link]").first().click();
      await expect(page.locator(".lead")).toHaveText(stands);
    });

    test("founders are written to after a look at the letter", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline?view=table&programme=inkubator&all=true`);
      for (const at of [0, 1, 2]) await page.locator("tbody tr").nth(at).locator("[data-pick]").check();
      await page.getByRole("button", { name: "Gjør noe med de valgte" }).click();
      await page.locator("#message-subject").fill("Samling <på> torsdag");
      await page.locator("#message-text").fill("Hei!\n\nVi møtes kl. 12 </textarea><script>canary</script>");
      await page.getByRole("button", { name: "Se over før du sender" }).click();
      await expect(page.locator(".letter")).toContainText("Samling <på> torsdag");
      await expect(page.locator(".letter")).toContainText("Vi møtes kl. 12");
      expect(await page.content()).not.toContain("<script>canary");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.locator(".letter button").click();
      await expect(success(page)).toContainText("på vei");
      await page.goto(`${fresh.origin}/dev/outbox`);
      await expect(page.locator("main")).toContainText("Samling <på> torsdag");
    });

    test("a view is saved, opened by its name, renamed and deleted", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline`);
      await expect(page.locator(".saved-views")).toContainText("Uten mentor");
      await page.goto(`${fresh.origin}/pipeline?stuck=90`);
      await page.locator(".fold > summary", { hasText: "Lagre denne visningen" }).click();
      await page.locator("#view-name").fill("Står i nitti");
      await page.getByRole("button", { name: "Lagre visningen" }).click();
      await expect(success(page)).toBeVisible();
      await page.locator(".saved-views a", { hasText: "Står i nitti" }).click();
      await expect(page).toHaveURL(/stuck=90/);
      await page.goto(`${fresh.origin}/pipeline/views`);
      await page.locator(".fold", { hasText: "Står i nitti" }).locator("summary").click();
      const fold = page.locator(".fold[open]");
      await fold.locator("input[name=name]").fill("Lenge");
      await fold.getByRole("button", { name: "Gi nytt navn" }).click();
      await expect(page.locator(".fold", { hasText: "Lenge" })).toBeVisible();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      // What looks for faults has opened every fold.
      if (!javaScriptEnabled) await page.locator(".fold", { hasText: "Lenge" }).locator("summary").click();
      await page.locator(".fold", { hasText: "Lenge" }).getByRole("button", { name: "Slett" }).click();
      await expect(success(page)).toBeVisible();
      await expect(page.locator(".fold", { hasText: "Lenge" })).toHaveCount(0);
    });

    test("a stage is added, moved, renamed, and one in use is retired and leaves the board", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/programmes`);
      await page.locator('a[href$="/inkubator/stages"]').click();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      if (!javaScriptEnabled) await page.locator("#new > summary").click();
      await page.locator("#new-place").selectOption("mentoring");
      await page.locator("#new-name_nb").fill("Skalering");
      await page.locator("#new-usual_days").fill("200");
      await page.locator("#new button[type=submit]").click();
      await expect(success(page)).toBeVisible();
      await page.getByRole("button", { name: "Flytt Skalering opp" }).click();
      await expect(success(page)).toContainText("Rekkefølgen");
      const mentoring = page.locator('section[aria-labelledby="phase-mentoring"] summary');
      const names = (await mentoring.allInnerTexts()).map((text) => text.trim().split(/\s/)[0]);
      expect(names.indexOf("Skalering")).toBe(names.length - 2);
      const row = page.locator(".stage-row", { hasText: "Validering" });
      await row.locator("summary").click();
      await row.getByRole("button", { name: "Ta ut av bruk" }).click();
      await expect(page.locator('section[aria-labelledby="retired"]')).toContainText("Validering");
      // Those who stand there are still on the board; no form offers it.
      await page.goto(`${fresh.origin}/pipeline?programme=inkubator&all=true`);
      await expect(page.locator('.board__column[data-stage-name="Validering"]')).toBeVisible();
      expect(await page.locator("[data-move-stage] option", { hasText: "Validering" }).count()).toBe(0);
      await page.goto(`${fresh.origin}/programmes/inkubator/stages`);
      await page.getByRole("button", { name: /Ta i bruk igjen/ }).click();
      await expect(page.locator('section[aria-labelledby="phase-mentoring"]')).toContainText("Validering");
    });

    test("search finds a startup however its letters are typed", async ({ house, page }) => {
      await page.goto(`${house.origin}/pipeline?view=table&all=true&sort=name`);
      const names = await page.locator("tbody th a").allInnerTexts();
      const name = names.find((name) => /[æøå]/i.test(name)) ?? names[0];
      const typed = name.toLowerCase().replaceAll("å", "aa").replaceAll("ø", "oe").replaceAll("æ", "ae");
      await page.locator("#site-search").fill(typed);
      await page.locator("#site-search").press("Enter");
      await expect(page).toHaveURL(/\/search\?q=/);
      await expect(page.locator('section[aria-labelledby="startups"] a', { hasText: name }).first()).toBeVisible();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.goto(`${house.origin}/search?q=${encodeURIComponent("</title><script>canary</script>")}`);
      expect(await page.content()).not.toContain("<script>canary");
    });

    test("a calendar is made, read, and taken away", async ({ fresh, page, request }) => {
      await lookAs(page, fresh, "mentor");
      await page.goto(`${fresh.origin}/me/calendar`);
      await page.getByRole("button", { name: "Lag adressen" }).click();
      const address = await page.locator("#calendar-address").innerText();
      expect(address).toMatch(/\/calendar\/[\w-]{43}\.ics$/);
      const answer = await request.get(address);
      expect(answer.status()).toBe(200);
      expect(answer.headers()["content-type"]).toContain("text/calendar");
      expect(answer.headers()["cache-control"]).toContain("private");
      const text = await answer.text();
      expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
      expect(text, "the demo's mentor has meetings and tasks ahead").toContain("BEGIN:VEVENT");
      expect(text).toMatch(/\r\nUID:(meeting|task|milestone)-[0-9a-f-]{36}@grobunn\r\n/);
      expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
      await page.reload();
      await expect(page.locator("#calendar-address"), "shown once").toHaveCount(0);
      await page.getByRole("button", { name: "Ta adressen bort" }).click();
      await expect(success(page)).toBeVisible();
      expect((await request.get(address)).status()).toBe(404);
    });
  });
}

test("keys go through the rows, open and move; they can be turned off", async ({ fresh, page }) => {
  await page.goto(`${fresh.origin}/pipeline?view=table&all=true`);
  await page.keyboard.press("/");
  await expect(page.locator("#site-search")).toBeFocused();
  await page.keyboard.type("jkm?");
  await expect(page.locator("#site-search"), "where one types, a letter is a letter").toHaveValue("jkm?");
  await page.locator("#site-search").blur();
  await page.keyboard.press("j");
  await expect(page.locator("tbody tr a").first()).toBeFocused();
  await page.keyboard.press("j");
  const second = page.locator("tbody tr").nth(1);
  await expect(second.locator("a").first()).toBeFocused();
  await page.keyboard.press("x");
  await expect(second.locator("[data-pick]")).toBeChecked();
  await page.keyboard.press("k");
  await expect(page.locator("tbody tr a").first()).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.locator("#keys-help")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/search$/);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page).toHaveURL(/\/pipeline/);
  await page.keyboard.press("j");
  await page.keyboard.press("m");
  await expect(page.locator("[data-move][open] [data-move-stage]")).toBeFocused();
  await page.locator('button[name="keys"][value="off"]').click();
  await expect(page.locator('button[name="keys"][value="off"]')).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("/");
  await expect(page.locator("#site-search")).not.toBeFocused();
  await expect(page.locator("#keys-help")).toHaveCount(0);
});
