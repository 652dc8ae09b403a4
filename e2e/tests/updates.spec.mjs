// A founder answers an update from the mail, without an account, on a phone; and says that something recorded is wrong.
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

const LINK = /\/update\/[A-Za-z0-9_-]{43}/;

/** Becomes somebody, as the bar above the page would have it. */
async function lookAs(page, house, role) {
  const answer = await page.request.post(`${house.origin}/act/look-as`, { form: { role }, headers: { accept: "text/html", origin: house.origin } });
  expect(answer.status(), role).toBeLessThan(400);
  await page.goto(`${house.origin}/`);
}

/** The address that the demo's founder was sent. */
async function mailed(page, house) {
  await expect(async () => {
    await page.goto(`${house.origin}/dev/outbox`);
    expect(await page.locator("main").innerText()).toMatch(LINK);
  }).toPass({ timeout: 15_000 });
  return house.origin + (await page.locator("main").innerText()).match(LINK)[0];
}

const success = (page) => page.locator('.notice[data-color="success"], .notice[data-color="info"]').first();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  test.describe(how, () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test("an update is answered from the mail, in two taps or with new numbers", async ({ fresh, page }) => {
      const link = await mailed(page, fresh);
      await lookAs(page, fresh, "nobody");

      // Nothing new: the link in the mail, and one button.
      let taps = 1;
      let began = Date.now();
      await page.goto(link);
      await expect(page.locator("main h1")).toContainText("Hvordan går det");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      began += javaScriptEnabled ? Date.now() - began : 0;
      await page.getByRole("button", { name: "Ingen endring siden sist" }).click();
      taps += 1;
      await expect(page.locator("main")).toContainText("Takk! Besvart");
      const same = { taps, seconds: (Date.now() - began) / 1000 };
      await expect(page.locator("#registered")).toBeVisible();
      await expect(page.locator("#feeds").locator("xpath=..").locator("li").first()).toBeVisible();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);

      // Corrected with a new number, which is refused first and then kept.
      await page.getByRole("link", { name: "Rett svaret" }).click();
      await page.locator("#employees").fill("tre");
      await page.locator("#words").fill("Første kunde i Sverige");
      await page.getByRole("button", { name: "Send svaret" }).click();
      await expect(page.locator("#error-summary")).toContainText("Ansatte");
      await expect(page.locator("#employees")).toHaveValue("tre");
      await expect(page.locator("#words")).toHaveValue("Første kunde i Sverige");
      await page.locator("#employees").fill("17");
      await page.getByRole("button", { name: "Send svaret" }).click();
      await expect(page.locator("main")).toContainText("17 ansatte");
      await expect(page.locator("main")).toContainText("Første kunde i Sverige");

      // What is typed is kept until it is sent: as it is typed, or by the button.
      await page.getByRole("link", { name: "Rett svaret" }).click();
      await page.locator("#words").fill("Fortsetter i morgen");
      if (javaScriptEnabled) {
        await expect(page.locator("#update-saved")).toContainText("Lagret mens du skriver");
      } else {
        await page.getByRole("button", { name: "Lagre og fortsett senere" }).click();
        await expect(success(page)).toContainText("lagret");
      }
      await page.goto(`${link}?edit=1`);
      await expect(page.locator("#words")).toHaveValue("Fortsetter i morgen");
      console.log(`answer an update, nothing new, ${how}: ${same.taps} taps, ${same.seconds.toFixed(1)} s`);
    });

    test("new numbers, and closing down, from the mail", async ({ fresh, page }) => {
      const link = await mailed(page, fresh);
      await lookAs(page, fresh, "nobody");
      const began = Date.now();
      await page.goto(link);
      let taps = 1;
      await page.locator("#employees").tap().catch(() => page.locator("#employees").click());
      taps += 1;
      await page.locator("#employees").fill("9");
      await page.getByRole("button", { name: "Send svaret" }).click();
      taps += 1;
      await expect(page.locator("main")).toContainText("9 ansatte");
      console.log(`answer an update, one number, ${how}: ${taps} taps, 1 key, ${((Date.now() - began) / 1000).toFixed(1)} s`);
      await page.goto(`${link}?edit=1`);
      await page.locator("#closed > summary").click();
      await page.locator("#kind").selectOption("wound_up");
      await page.locator("#closed").getByRole("button", { name: "Vi har lagt ned" }).click();
      await expect(page.locator("main h1")).toContainText("Takk for at du sa fra");
      await page.goto(link);
      await expect(page.locator("main form")).toHaveCount(0);
      await page.goto(`${fresh.origin}/update/${"a".repeat(43)}`);
      await expect(page.locator("main h1")).toContainText("virker ikke lenger");
    });
  });
}

test("an update is answered by keyboard alone", async ({ fresh, page }) => {
  const link = await mailed(page, fresh);
  await lookAs(page, fresh, "nobody");
  const began = Date.now();
  await page.goto(link);
  let keys = 0;
  const press = async (key) => {
    await page.keyboard.press(key);
    keys += 1;
  };
  // Past what stands above the form, by the first link of the page.
  await press("Tab");
  await press("Enter");
  for (;;) {
    await press("Tab");
    if (await page.evaluate(() => document.activeElement.textContent.trim() === "Ingen endring siden sist")) break;
    expect(keys).toBeLessThan(40);
  }
  await press("Enter");
  await expect(page.locator("main")).toContainText("Takk! Besvart");
  console.log(`answer an update, nothing new, keyboard only: ${keys} keys, ${((Date.now() - began) / 1000).toFixed(1)} s`);
});

test("a founder contests a fact, the manager answers, and both stay", async ({ fresh, page }) => {
  await lookAs(page, fresh, "founder");
  await page.getByRole("link", { name: /Alt vi vet om dere/ }).click();
  await expect(page.locator("main h1")).toContainText("Alt vi vet om");
  expect(await violations(page)).toEqual([]);
  const fold = page.locator(".held__fact > details").first();
  await page.reload();
  await fold.locator("summary").click();
  const sentence = `Dette stemmer ikke ${Date.now()}`;
  await fold.locator("textarea").fill(sentence);
  await fold.getByRole("button", { name: "Si fra" }).click();
  await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
  await expect(page.locator(".held__fact", { hasText: sentence })).toContainText("Ikke besvart ennå");
  const held = page.url();

  await lookAs(page, fresh, "manager");
  await page.goto(`${fresh.origin}/objections`);
  expect(await violations(page)).toEqual([]);
  const item = page.locator(".held__fact", { hasText: sentence });
  await item.getByRole("button", { name: "La den stå" }).click();
  await expect(page.locator("#error-summary")).toBeVisible();
  await item.locator("textarea").fill("Lønnslista viser dette.");
  await item.getByRole("button", { name: "La den stå" }).click();
  await expect(page.locator('.notice[data-color="success"]')).toBeVisible();

  await lookAs(page, fresh, "founder");
  await page.goto(held);
  await expect(page.locator(".held__fact", { hasText: sentence })).toContainText("Lønnslista viser dette.");
});

test("the manager sees who has answered, and how the programme asks", async ({ fresh, page }) => {
  await lookAs(page, fresh, "manager");
  await page.goto(`${fresh.origin}/programmes/inkubator/updates`);
  await expect(page.locator("details.fold").first()).toContainText(/\d+ av \d+ svarte/);
  expect(await violations(page)).toEqual([]);
  await page.locator("#day").fill("31");
  await page.locator('form[action*="update-settings"] button[type="submit"]').click();
  await expect(page.locator("#error-summary")).toContainText("1 til 28");
  await expect(page.locator("#day")).toHaveValue("31");
  await page.locator("#day").fill("5");
  await page.locator('form[action*="update-settings"] button[type="submit"]').click();
  await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: /^Minn på/ }).first().click();
  await expect(page.locator('.notice[data-color="success"]')).toContainText("på vei");
});
