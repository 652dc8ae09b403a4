// Judging applications: two evaluators who see nothing of each other before their own score is in, a manager who admits and declines;
// on a phone, with JavaScript and without.
import { violations } from "../lib/accessible.mjs";
import { comeIn } from "../lib/people.mjs";
import { expect, test } from "../lib/test.mjs";

const BLIND = "Du ser de andres poeng når dine er levert.";

async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/`);
  await page.locator("#look-as").selectOption(role);
  await page.locator(".demo-bar__as button").click();
  await page.waitForLoadState();
}

/** Gives the same score on every criterion. */
async function score(page, value) {
  const criteria = page.locator(".criterion");
  const many = await criteria.count();
  expect(many).toBeGreaterThan(1);
  for (let at = 0; at < many; at += 1) await criteria.nth(at).locator(`input[value="${value}"]`).check();
}

async function open(page, summary) {
  const fold = page.locator("details", { has: page.locator("summary", { hasText: summary }) }).first();
  if (!(await fold.evaluate((element) => element.open))) await fold.locator("summary").click();
  return fold;
}

for (const javaScriptEnabled of [true, false]) {
  test(`two evaluators score, one is admitted, one declined, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({ browser, house }) => {
    test.setTimeout(120_000);
    const visitor = async () => {
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 844 }, locale: "nb-NO" });
      return context.newPage();
    };
    const [nora, kari, manager] = [await visitor(), await visitor(), await visitor()];
    const email = javaScriptEnabled ? "kari@vurdering.example" : "kari.uten@vurdering.example";

    // A manager sets somebody new on the call; she gets a mail.
    await comeIn(kari, house, email, "evaluator", "programme:inkubator");
    await lookAs(manager, house, "manager");
    await manager.goto(`${house.origin}/calls`);
    const call = await manager.locator("main a[href^='/calls/']:not([href='/calls/new'])").first().getAttribute("href");
    await manager.goto(`${house.origin}${call}/judging`);
    await manager.locator(".people-list li", { hasText: "Kari Nordmann" }).filter({ hasNotText: "(vurderer)" }).getByRole("button").click();
    await expect(manager.locator(".ds-alert[role=status]")).toContainText("lagret");
    if (javaScriptEnabled) expect(await violations(manager)).toEqual([]);

    // The first evaluator: from home to the next application in one tap, blind.
    await lookAs(nora, house, "evaluator");
    await nora.getByRole("link", { name: "Vurder neste" }).first().click();
    const first = await nora.locator("h1").textContent();
    const address = nora.url();
    await expect(nora.getByText(BLIND)).toBeVisible();
    await expect(nora.locator(".spread")).toHaveCount(0);
    await expect(nora.locator("dl.answers dd").first()).toBeVisible();
    if (javaScriptEnabled) {
      expect(await violations(nora)).toEqual([]);
      // By keyboard alone: the arrow chooses, and it is saved as it goes.
      await nora.locator(".criterion input").first().focus();
      for (const key of ["ArrowRight", "ArrowRight"]) await nora.keyboard.press(key);
      await expect(nora.locator("[data-said]")).toContainText("Lagret", { timeout: 10_000 });
    }
    // Handed in with something missing: refused, and what was typed is kept.
    await nora.getByLabel("Kommentar").fill("Sterkt lag <b>som</b> vil noe.");
    await nora.getByRole("button", { name: "Lever og gå til neste" }).click();
    await expect(nora.locator(".ds-error-summary")).toBeVisible();
    await expect(nora.getByLabel("Kommentar")).toHaveValue("Sterkt lag <b>som</b> vil noe.");
    await score(nora, 4);
    await nora.getByRole("button", { name: "Lever og gå til neste" }).click();
    await expect(nora.locator(".ds-alert[role=status]")).toContainText("levert");
    expect(nora.url()).not.toContain(address);
    await nora.goto(address);
    await expect(nora.locator(".spread__words")).toContainText("Snitt");
    await expect(nora.locator(".spread__words")).toContainText("har vurdert");

    // The second one sees the first one's score only once her own is in.
    await kari.goto(`${house.origin}/`);
    await kari.getByRole("link", { name: first, exact: true }).click();
    await expect(kari.getByText(BLIND)).toBeVisible();
    expect(await kari.content()).not.toContain("Sterkt lag");
    await score(kari, 2);
    await kari.getByRole("button", { name: "Lever og gå til neste" }).click();
    await kari.goto(address);
    expect(await kari.content()).toContain("Sterkt lag &lt;b&gt;som&lt;/b&gt; vil noe.");
    // Of startups an evaluator sees none.
    const answer = await kari.goto(`${house.origin}/pipeline?view=table`);
    expect(answer.status()).toBe(403);
    expect(await kari.content()).not.toContain("/startups/0");

    // The manager: the list with its spread, then the application.
    await manager.goto(`${house.origin}${call}`);
    await manager.locator("main").getByRole("link", { name: /^Rangert liste/ }).first().click();
    const row = manager.locator("tr", { hasText: first });
    await expect(row.locator(".spread__words")).toContainText("standardavvik");
    await expect(row.locator(".spread__strip")).toHaveAttribute("aria-label", /Nora Vikholt 4/);
    if (javaScriptEnabled) expect(await violations(manager)).toEqual([]);
    const ranked = manager.url();
    await row.getByRole("link", { name: first }).click();
    const admit = await open(manager, "Ta opp");
    await admit.getByRole("button", { name: "Ta opp bedriften" }).click();
    await expect(manager.locator("#admit-employees-error")).toContainText("ukjent");
    await manager.getByLabel("Sysselsatte ved opptaket").fill("3");
    await manager.getByRole("button", { name: "Ta opp bedriften" }).click();
    await expect(manager.locator(".ds-alert[role=status]")).toContainText("tatt opp");
    await expect(manager.locator("main")).toContainText("Tatt opp");

    // Another is declined by the list, with a letter that is edited before it goes.
    await manager.goto(ranked);
    const other = manager.locator("tbody tr", { hasText: "ikke avgjort" }).first();
    const declined = await other.locator("th a").textContent();
    await other.locator("input[type=checkbox]").check();
    await manager.getByRole("button", { name: "Skriv avslag til de valgte" }).click();
    const letter = manager.getByLabel("Brevet");
    expect(await letter.inputValue()).toContain(declined);
    await letter.fill(`${await letter.inputValue()}\n\nPS: Ring meg gjerne, ${declined}.`);
    await manager.getByRole("button", { name: "Avslå og send" }).click();
    await expect(manager.locator(".ds-error-summary")).toBeVisible();
    await expect(manager.getByLabel("Brevet")).toHaveValue(new RegExp("PS: Ring meg gjerne"));
    if (javaScriptEnabled) expect(await violations(manager)).toEqual([]);
    await manager.getByLabel("Intern grunn").fill("For tidlig");
    await manager.getByRole("button", { name: "Avslå og send" }).click();
    await expect(manager.locator(".ds-alert[role=status]")).toContainText("avslått");
    await expect(async () => {
      await manager.goto(`${house.origin}/dev/outbox`);
      expect(await manager.locator("main").textContent()).toContain(`PS: Ring meg gjerne, ${declined}.`);
    }).toPass({ timeout: 20_000 });
    await expect(manager.locator("main")).not.toContainText("For tidlig");
  });
}
