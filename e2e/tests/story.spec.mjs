// One startup's way through the house, from a call to an alumnus' answer two years later, on both databases and on a phone: each hand on it
// is another's, and the figures move as they should at each step, and nowhere else.
import { comeIn } from "../lib/people.mjs";
import { mails, nextMail } from "../lib/mailbox.mjs";
import { startHouse } from "../lib/house.mjs";
import { expect, test } from "@playwright/test";

const PHONE = { width: 390, height: 844 };
/** The day that many days from now. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Somebody with a browser of their own. */
async function visitor(browser, house, signedOut = true) {
  const context = await browser.newContext({ viewport: PHONE, locale: "nb-NO" });
  // Without a session the demo takes everybody for its manager.
  if (signedOut) await context.addCookies([{ name: "grobunn", value: "nobody", url: house.origin }]);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

const done = (page) => page.locator('.notice[data-color="success"], .ds-alert[role=status]').first();

async function unfold(page, summary) {
  const fold = page.locator("details", { has: page.locator("summary", { hasText: summary }) }).first();
  if (!(await fold.evaluate((element) => element.open))) await fold.locator("summary").first().click();
  return fold;
}

/** The figures of the programme in the order of `FIGURES`, as the manager reads them. */
async function figures(page, house, slug) {
  const told = {};
  for (const id of ["jobs.stock", "jobs.net", "jobs.at_exit", "survival.admitted", "survival.exits", "mentoring.hours", "updates.response"]) {
    await page.goto(`${house.origin}/figures/${id}?programme=${slug}`);
    told[id] = (await page.locator(".figure-sentence").innerText()).replace(/\s+/g, " ").trim();
  }
  return told;
}

/** Holds that a figure says this of itself. */
const says = (sentence, what) => expect(sentence, sentence).toMatch(what);

for (const database of ["sqlite", "postgres"]) {
  test(`from the call to the alumnus, on ${database}`, async ({ browser }) => {
    test.setTimeout(300_000);
    const house = await startHouse({ database });
    try {
      // The manager of the house: a programme of its own, so that its figures begin at nothing.
      const manager = await visitor(browser, house, false);
      await manager.goto(`${house.origin}/programmes`);
      await unfold(manager, "Nytt program");
      await manager.getByLabel("Navn på programmet").fill("Historien");
      await manager.getByRole("button", { name: "Lag programmet" }).click();
      await expect(done(manager)).toContainText("laget");
      const slug = "historien";

      // It asks its startups for an update each quarter, and those who left once a year.
      await manager.goto(`${house.origin}/programmes/${slug}/updates`);
      await manager.getByRole("button", { name: "Lagre", exact: true }).click();
      await expect(done(manager)).toContainText("Lagret");

      // A call opens, with two questions.
      await manager.goto(`${house.origin}/calls/new`);
      await manager.getByLabel("Program", { exact: true }).selectOption({ label: "Historien" });
      await manager.getByLabel("Tittel", { exact: true }).fill("Første opptak");
      await manager.getByLabel("Adresse", { exact: true }).fill("forste");
      await manager.getByLabel("Åpner klokken").fill("00:00");
      await manager.getByLabel(/^Personvern/).first().fill("Vi bruker opplysningene til å vurdere søknaden.");
      await manager.getByRole("button", { name: "Lag utlysningen" }).click();
      await expect(done(manager)).toContainText("laget");
      const call = manager.url().match(/\/calls\/[0-9a-f-]{36}/)[0];
      for (const label of ["Hva lager dere?", "Hvem er kunden?"]) {
        if (!(await manager.locator("#label_nb").isVisible())) await manager.locator("#add-question > summary").click();
        await manager.locator("#label_nb").fill(label);
        await manager.getByRole("button", { name: "Legg til", exact: true }).click();
        await expect(manager.locator(".questions li", { hasText: label })).toHaveCount(1);
      }

      // Somebody applies, without an account.
      const applicant = await visitor(browser, house);
      await applicant.goto(`${house.origin}/apply/forste`);
      await applicant.getByLabel("Navnet ditt").fill("Åse Bø");
      await applicant.getByLabel("E-postadresse").fill("ase@solvind.example");
      await applicant.getByLabel("Hva heter bedriften eller ideen?").fill("Solvind");
      await applicant.waitForTimeout(2_100);
      await applicant.getByRole("button", { name: "Send meg lenken" }).click();
      const mail = await nextMail(house, "ase@solvind.example", 0, /\/apply\//);
      const link = mail.match(/\/apply\/[a-z0-9-]+\/[\w-]+/)[0];
      await applicant.goto(house.origin + link);
      await applicant.getByLabel("Hva lager dere?").fill("Seil av sollys");
      await applicant.getByLabel("Hvem er kunden?").fill("Fiskere");
      await applicant.getByLabel(/samtykker/).check();
      await applicant.getByRole("button", { name: "Send inn" }).click();
      await expect(applicant.locator("dl").first()).toContainText("mottatt");
      let now = await figures(manager, house, slug);
      says(now["survival.admitted"], /ingen|0 av 0/i);

      // Two evaluators, who are set on the call, score it.
      const evaluators = [];
      for (const name of ["nora", "kim"]) {
        const evaluator = await visitor(browser, house);
        await comeIn(evaluator, house, `${name}@vurdering.example`, "evaluator", `programme:${slug}`);
        evaluators.push(evaluator);
      }
      await manager.goto(`${house.origin}${call}/judging`);
      let fold = await unfold(manager, "Ny runde");
      await fold.locator("#new-name").fill("Første runde");
      await fold.getByRole("button").click();
      await expect(done(manager)).toBeVisible();
      for (const criterion of ["Lag", "Marked"]) {
        if ((await manager.locator(".criteria li", { hasText: criterion }).count()) > 0) continue;
        fold = await unfold(manager, "Legg til et kriterium");
        await fold.getByLabel("Navn på bokmål").fill(criterion);
        await fold.getByRole("button", { name: "Legg til" }).click();
        await expect(done(manager)).toBeVisible();
      }
      for (let set = 0; set < 2; set += 1) {
        await manager.locator(".people-list li").getByRole("button", { name: /^Sett opp/ }).first().click();
        await expect(done(manager)).toBeVisible();
      }
      await manager.getByRole("button", { name: "Start og skriv til vurdererne" }).click();
      await expect(done(manager)).toBeVisible();
      for (const [at, evaluator] of evaluators.entries()) {
        await evaluator.goto(house.origin);
        await evaluator.getByRole("link", { name: "Vurder neste" }).first().click();
        const criteria = evaluator.locator(".criterion");
        for (let one = 0; one < (await criteria.count()); one += 1) {
          await criteria.nth(one).locator(`input[value="${4 - at}"]`).check({ force: true });
        }
        await evaluator.getByRole("button", { name: /^Lever/ }).first().click();
        await expect(done(evaluator)).toContainText("levert");
      }

      // A mentor comes into the programme; the manager admits, with the headcount it starts from.
      const mentor = await visitor(browser, house);
      await comeIn(mentor, house, "mette@mentor.example", "mentor", `programme:${slug}`);
      await manager.goto(`${house.origin}${call}`);
      await manager.getByRole("link", { name: "Solvind" }).first().click();
      fold = await unfold(manager, "Ta opp");
      await fold.getByLabel("Sysselsatte ved opptaket").fill("2");
      await fold.getByLabel("Mentor").selectOption({ label: "Kari Nordmann" });
      await fold.getByRole("button", { name: "Ta opp bedriften" }).click();
      await expect(done(manager)).toContainText("tatt opp");
      await applicant.goto(house.origin + link);
      await expect(applicant.locator("dl").first()).toContainText("tatt opp");
      now = await figures(manager, house, slug);
      says(now["jobs.stock"], /(^|\D)2 arbeidsplasser/);
      says(now["jobs.net"], /(^|\D)0 arbeidsplasser/);
      says(now["survival.admitted"], /1 av 1/);

      // The mentor meets them and moves them on.
      await mentor.goto(`${house.origin}/my-day`);
      await mentor.locator("[data-startup]").first().getByRole("link", { name: /^Logg møte/ }).click();
      await mentor.locator("#minutes_other").fill("90");
      await mentor.locator("#shared_note").fill("Første kunde er på plass.");
      await mentor.getByRole("button", { name: "Lagre møtet" }).click();
      await expect(done(mentor)).toContainText("Møtet er lagret");
      const startup = await mentor.locator("[data-startup]").first().getAttribute("data-startup");
      for (const stage of ["Idé", "Validering", "Vekst"]) {
        await mentor.goto(`${house.origin}/startups/${startup}`);
        await mentor.locator('a[href*="/move"]').first().click();
        await mentor.locator("main select[name=stage]").selectOption({ label: stage });
        await mentor.locator("main form:has(select[name=stage]) button[type=submit]").click();
        await expect(mentor).not.toHaveURL(/\/move/);
      }
      now = await figures(manager, house, slug);
      says(now["mentoring.hours"], /1,5 timer/);

      // A quarter later the programme asks by itself, and a founder answers from the mail: five now.
      await house.restart({ GROBUNN_DEMO_TODAY: inDays(100) });
      const asked = await nextMail(house, "ase@solvind.example", 0, /\/update\//);
      const founder = await visitor(browser, house);
      await founder.goto(house.origin + asked.match(/\/update\/[\w-]{43}/)[0]);
      await founder.locator("#employees").fill("5");
      await founder.getByRole("button", { name: "Send svaret" }).click();
      await expect(founder.locator("main")).toContainText("5 ansatte");
      now = await figures(manager, house, slug);
      says(now["jobs.stock"], /(^|\D)5 arbeidsplasser/);
      says(now["jobs.net"], /(^|\D)3 arbeidsplasser/);
      says(now["updates.response"], /1 av 1/);
      says(now["survival.exits"], /ingen|0 av 0/i);

      // Out of the house.
      await manager.goto(`${house.origin}/startups/${startup}`);
      await manager.locator('a[href*="/move"]').first().click();
      await manager.locator("main select[name=stage]").selectOption({ label: "Uteksaminert" });
      await manager.locator("main [name=reason]").fill("Klar for markedet");
      await manager.locator("main form:has(select[name=stage]) button[type=submit]").click();
      await expect(manager).not.toHaveURL(/\/move/);
      now = await figures(manager, house, slug);
      says(now["jobs.at_exit"], /(^|\D)5 arbeidsplasser/);
      says(now["survival.exits"], /1 av 1/);

      // Two years later nobody knows, until the alumnus answers.
      const known = mails(house, "ase@solvind.example").length;
      await house.restart({ GROBUNN_DEMO_TODAY: inDays(100 + 740) });
      now = await figures(manager, house, slug);
      says(now["jobs.stock"], /ikke grunnlag .* 0 av 1/);
      says(now["jobs.at_exit"], /(^|\D)5 arbeidsplasser/);
      says(now["survival.exits"], /kan ikke regnes ut: 0 av 1/);
      const again = await nextMail(house, "ase@solvind.example", known, /\/update\//);
      const alumnus = await visitor(browser, house);
      await alumnus.goto(house.origin + again.match(/\/update\/[\w-]{43}/)[0]);
      await alumnus.locator("#employees").fill("9");
      await alumnus.getByRole("button", { name: "Send svaret" }).click();
      await expect(alumnus.locator("main")).toContainText("9 ansatte");
      now = await figures(manager, house, slug);
      says(now["jobs.stock"], /(^|\D)9 arbeidsplasser/);
      says(now["jobs.net"], /(^|\D)7 arbeidsplasser/);
      says(now["jobs.at_exit"], /(^|\D)5 arbeidsplasser/);
      says(now["survival.exits"], /1 av 1/);
    } finally {
      await house.stop();
    }
  });
}
