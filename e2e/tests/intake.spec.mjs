// Applying to a call: asking for the link, writing, sending in, and where it stands; and the manager's side of it.
import { violations } from "../lib/accessible.mjs";
import { nextMail } from "../lib/mailbox.mjs";
import { expect, test } from "../lib/test.mjs";

/** Somebody who is nobody to the house, in a browser of their own. */
async function stranger(browser, house, options = {}) {
  const context = await browser.newContext({ locale: "nb-NO", ...options });
  await context.addCookies([{ name: "grobunn", value: "nobody", url: house.origin }]);
  return context.newPage();
}

/** The public address of the call that is open. */
async function openCall(page, house) {
  await page.goto(`${house.origin}/calls`);
  await page.locator("tbody tr", { hasText: "åpen" }).first().getByRole("link").click();
  const call = page.url();
  const address = await page.locator('a[href^="/apply/"]').first().getAttribute("href");
  return { call, address };
}

/** Asks for a link and opens it from the mail. */
async function begin(page, house, address, email, startup) {
  await page.goto(house.origin + address);
  await page.getByLabel("Navnet ditt").fill("Åse Bø");
  await page.getByLabel("E-postadresse").fill(email);
  await page.getByLabel("Hva heter bedriften eller ideen?").fill(startup);
  // Faster than a person the form asks once more.
  await page.waitForTimeout(2_100);
  await page.getByRole("button", { name: "Send meg lenken" }).click();
  await expect(page.locator('.notice[data-color="success"]')).toContainText("Se i e-posten din");
  const mail = await nextMail(house, email, 0, /\/apply\//);
  const link = mail.match(/\/apply\/[a-z0-9-]+\/[\w-]+/)[0];
  await page.goto(house.origin + link);
  return link;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test(`an application is written, refused, mended and sent in`, async ({ fresh, page, browser }) => {
      test.setTimeout(90_000);
      const { call, address } = await openCall(page, fresh);
      const applicant = await stranger(browser, fresh, { javaScriptEnabled });
      const email = javaScriptEnabled ? "ase@example.no" : "bo@example.no";
      const link = await begin(applicant, fresh, address, email, "Solvind");

      const what = applicant.getByLabel("Hva løser dere, og for hvem?");
      await what.fill("Vi lager båter\nav tre.");
      await applicant.getByLabel("Hvor mange arbeider i bedriften nå?").fill("mange");
      await applicant.getByLabel("Finansiering").check();
      if (javaScriptEnabled) {
        expect(await violations(applicant)).toEqual([]);
        // Nobody pressed anything.
        await expect(applicant.locator("[data-said]")).toHaveText(/Lagret \d\d\.\d\d/);
        const saved = applicant.waitForResponse((answer) => answer.url().endsWith("/act/save-application"));
        await applicant.getByLabel("Marked og salg").check();
        expect((await saved).ok()).toBe(true);
      } else {
        await applicant.getByLabel("Marked og salg").check();
        await applicant.getByRole("button", { name: "Lagre", exact: true }).last().click();
        await expect(applicant.locator('.notice[data-color="success"]')).toContainText("lagret");
      }

      // Elsewhere, later: the link is all it takes.
      const elsewhere = await stranger(browser, fresh, { javaScriptEnabled });
      await elsewhere.goto(fresh.origin + link);
      await expect(elsewhere.getByLabel("Hva løser dere, og for hvem?")).toHaveValue("Vi lager båter\nav tre.");
      await expect(elsewhere.getByLabel("Finansiering")).toBeChecked();
      await elsewhere.context().close();

      // A file goes at once, and takes along what was typed.
      await applicant.getByLabel("Organisasjonsnummer").fill("923609017");
      const pdf = { name: "skisse.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n") };
      await applicant.getByLabel("Presentasjon (valgfritt)", { exact: true }).setInputFiles(pdf);
      if (!javaScriptEnabled) await applicant.getByRole("button", { name: /^Last opp/ }).click();
      await expect(applicant.getByText("Lastet opp: skisse.pdf")).toBeVisible();
      await expect(applicant.getByLabel("Organisasjonsnummer")).toHaveValue("923609017");

      // Sent in too early: all is kept, and each field says what it wants.
      await applicant.getByRole("button", { name: "Send inn" }).click();
      await expect(applicant.locator("#error-summary")).toBeFocused();
      await expect(applicant.locator("#error-summary li")).toHaveCount(4);
      await expect(what).toHaveValue("Vi lager båter\nav tre.");
      await expect(applicant.getByLabel("Hvor mange arbeider i bedriften nå?")).toHaveValue("mange");
      await expect(applicant.getByLabel("Hvor mange arbeider i bedriften nå?")).toHaveAttribute("aria-invalid", "true");
      if (javaScriptEnabled) expect(await violations(applicant)).toEqual([]);

      await applicant.getByLabel("Hvor mange arbeider i bedriften nå?").fill("3");
      await applicant.getByLabel("En prototyp som noen prøver").check();
      await applicant.getByLabel("Organisasjonsnummer").fill("923 609 016");
      await applicant.getByLabel(/samtykker/).check();
      await applicant.getByRole("button", { name: "Send inn" }).click();
      await expect(applicant.locator('.notice[data-color="success"]')).toContainText("sendt inn");
      await expect(applicant.locator("dl").first()).toContainText("mottatt");
      await expect(applicant.locator(".answers")).toContainText("Marked og salg, Finansiering");
      await expect(applicant.locator(".answers")).toContainText("skisse.pdf");
      if (javaScriptEnabled) expect(await violations(applicant)).toEqual([]);
      expect(await nextMail(fresh, email, 1, /Solvind/)).toContain("/apply/");

      // The manager reads it, and the startup is in the pipeline.
      await page.goto(call);
      await page.getByRole("link", { name: "Solvind" }).click();
      await expect(page.locator(".answers")).toContainText("av tre.");
      await expect(page.getByRole("link", { name: "skisse.pdf" })).toBeVisible();
      await page.goto(`${fresh.origin}/pipeline?view=table&q=Solvind`);
      await expect(page.getByRole("link", { name: "Solvind" }).first()).toBeVisible();

      // And back again.
      await applicant.goto(fresh.origin + link);
      await applicant.locator("summary", { hasText: "Trekk søknaden" }).click();
      await applicant.getByLabel("Jeg vil trekke søknaden").check();
      await applicant.getByRole("button", { name: "Trekk søknaden" }).click();
      await expect(applicant.locator("dl").first()).toContainText("trukket");
      await applicant.context().close();
    });
  });
}

test("a manager makes a call, asks, closes it and opens it again", async ({ fresh, page, browser }) => {
  test.setTimeout(90_000);
  await page.goto(`${fresh.origin}/calls/new`);
  await page.getByLabel("Tittel", { exact: true }).fill("Høstopptak");
  await page.getByLabel("Adresse", { exact: true }).fill("Høst!");
  await page.getByLabel("Åpner klokken").fill("00:00");
  await page.getByLabel(/^Personvern/).first().fill("Vi bruker det til å vurdere søknaden.");
  await page.getByRole("button", { name: "Lag utlysningen" }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(page.getByLabel("Tittel", { exact: true })).toHaveValue("Høstopptak");
  await page.getByLabel("Adresse", { exact: true }).fill("host-27");
  await page.getByRole("button", { name: "Lag utlysningen" }).click();
  await expect(page.locator('.notice[data-color="success"]')).toContainText("laget");
  expect(await violations(page)).toEqual([]);
  for (const label of ["Hva heter dere?", "Hva gjør dere?"]) {
    if (!(await page.locator("#label_nb").isVisible())) await page.locator("#add-question > summary").click();
    await page.locator("#label_nb").fill(label);
    await page.getByRole("button", { name: "Legg til", exact: true }).click();
    await expect(page.locator(".questions li", { hasText: label })).toHaveCount(1);
  }
  await page.getByRole("button", { name: "Opp : Hva gjør dere?" }).click();
  await expect(page.locator(".questions li").first()).toContainText("Hva gjør dere?");
  const applicant = await stranger(browser, fresh);
  await applicant.goto(`${fresh.origin}/apply/host-27`);
  await expect(applicant.getByRole("button", { name: "Send meg lenken" })).toBeVisible();
  expect(await violations(applicant)).toEqual([]);
  await page.getByRole("button", { name: "Steng nå" }).click();
  await applicant.reload();
  await expect(applicant.getByRole("button", { name: "Send meg lenken" })).toHaveCount(0);
  await page.getByRole("button", { name: "Åpne igjen" }).click();
  await applicant.reload();
  await expect(applicant.getByRole("button", { name: "Send meg lenken" })).toBeVisible();
  // A link that somebody guessed shows nothing.
  await applicant.goto(`${fresh.origin}/apply/host-27/${"a".repeat(43)}`);
  await expect(applicant.getByRole("heading", { level: 1 })).toHaveText("Lenken gjelder ikke lenger");
  await applicant.context().close();
});
