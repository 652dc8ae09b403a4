// Signing in by mail, sessions, hats and people, in a house that is no demo; each with JavaScript and without.
import { violations } from "../lib/accessible.mjs";
import { startHouse } from "../lib/house.mjs";
import { CODE, mails, nextMail } from "../lib/mailbox.mjs";
import { comeIn, signInByMail, signOut, typeCode } from "../lib/people.mjs";
import { expect, test as base } from "../lib/test.mjs";

const KARI = "kari@example.no";
const OLA = "ola@example.no";
// What a passkey adds has tests of its own.
const settings = { GROBUNN_PASSKEY_ADMIN: "false", GROBUNN_PASSKEY_MANAGER: "false", GROBUNN_PASSKEY_MENTOR: "false" };

const test = base.extend({
  /** A house that is no demo and asks for no passkeys. */
  own: async ({}, use) => {
    const house = await startHouse({ demo: false, settings });
    await use(house);
    await house.stop();
    if (house.died()) throw new Error(`the server ended while it was needed:\n${house.told()}`);
  },
});

/** The address a mail links to. */
const linkIn = (mail) => mail.match(/https?:\/\/\S+\/sign-in\/link\/\S+/)?.[0];

/** The code a mail tells. */
const codeIn = (mail) => mail.match(CODE)?.[1];

/** Asks for a code and gives the mail. */
async function ask(page, house, email) {
  const known = mails(house, email).length;
  await page.goto(`${house.origin}/sign-in`);
  await page.locator("#email").fill(email);
  await page.locator('main form button[type="submit"]').first().click();
  await expect(page).toHaveURL(/\/sign-in\/code\?draft=/);
  return nextMail(house, email, known, CODE);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an invitation is opened twice, accepted once, and the code signs in again", async ({ own, page }) => {
      const told = own.run("user", "invite", KARI, "--role", "admin", "--json");
      const { link } = JSON.parse(told);
      await page.goto(link);
      // Programs that look for harm open links too: nothing is used up by that.
      await page.goto(link);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      // A name of blanks gets past the browser, and no further.
      await page.locator("#name").fill("   ");
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator("#name-error")).not.toBeEmpty();
      await page.locator("#name").fill("Kari Nordmann");
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator(".site-account")).toContainText("Kari Nordmann");
      await expect(page.locator(".site-account")).toContainText("administrator, hele huset");
      await signOut(page);
      await page.goto(link);
      await expect(page.locator("main h1")).toHaveText("Invitasjonen gjelder ikke lenger");
      await page.goto(`${own.origin}/figures?as_of=2020-01-01`);
      await expect(page).toHaveURL(/\/sign-in\?next=%2Ffigures/);
      const known = mails(own, KARI).length;
      await page.locator("#email").fill("  KARI@example.no ");
      await page.locator('main form button[type="submit"]').first().click();
      await typeCode(page, own, KARI, known);
      await expect(page, "where one was going").toHaveURL(/\/figures\?as_of=2020-01-01$/);
    });

    test("a wrong code says how many tries are left, and a used one is refused", async ({ own, page }) => {
      await comeIn(page, own, KARI);
      await signOut(page);
      const mail = await ask(page, own, KARI);
      const code = codeIn(mail);
      const wrong = code === "222222" ? "333333" : "222222";
      await page.locator("#code").fill(wrong);
      await page.locator('main form button[type="submit"]').first().click();
      await expect(page.locator("#code-error")).toContainText("4 ganger");
      await expect(page.locator("#code")).toHaveValue("");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      // Pasted as people paste.
      await page.locator("#code").fill(` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)} `);
      await page.locator('main form button[type="submit"]').first().click();
      await expect(page.locator(".site-account")).toContainText("Kari Nordmann");
      await signOut(page);
      await page.goBack();
      await page.goto(linkIn(mail));
      await expect(page.locator("main h1")).toHaveText("Lenken gjelder ikke lenger");
    });

    test("the link signs in by a button in the browser that asked, and shows the code in another", async ({ own, page, browser }) => {
      await comeIn(page, own, KARI);
      await signOut(page);
      const mail = await ask(page, own, KARI);
      const other = await browser.newContext({ javaScriptEnabled, locale: "nb-NO" });
      const elsewhere = await other.newPage();
      await elsewhere.goto(linkIn(mail));
      await expect(elsewhere.locator(".code")).toHaveText(codeIn(mail));
      await expect(elsewhere.locator("main form")).toHaveCount(0);
      if (javaScriptEnabled) expect(await violations(elsewhere)).toEqual([]);
      await other.close();
      await page.goto(linkIn(mail));
      await expect(page.locator(".site-account__who")).toHaveText("Logg inn");
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator(".site-account")).toContainText("Kari Nordmann");
    });

    test("an address that is unknown gets the same answer", async ({ own, page }) => {
      await page.goto(`${own.origin}/sign-in`);
      await page.locator("#email").fill("nobody@example.no");
      await page.locator('main form button[type="submit"]').first().click();
      await expect(page.locator("main h1")).toHaveText("Skriv koden");
      await expect(page.locator("main")).toContainText("nobody@example.no");
      expect(page.url()).not.toContain("nobody");
      expect(mails(own, "nobody@example.no")).toEqual([]);
    });

    test("a form sent after the session ended comes back filled in once one has signed in", async ({ own, page, context }) => {
      await comeIn(page, own, KARI);
      await page.goto(`${own.origin}/startups/new`);
      await page.locator("#name").fill("Nordlys & Sønn <AS>");
      await page.locator("#sector").fill("Energi");
      await context.clearCookies();
      await page.locator('main form button[type="submit"]').click();
      await expect(page).toHaveURL(/\/sign-in\?next=/);
      const known = mails(own, KARI).length;
      await page.locator("#email").fill(KARI);
      await page.locator('main form button[type="submit"]').first().click();
      await typeCode(page, own, KARI, known);
      await expect(page).toHaveURL(/\/startups\/new\?draft=/);
      await expect(page.locator("#name")).toHaveValue("Nordlys & Sønn <AS>");
      await expect(page.locator("#sector")).toHaveValue("Energi");
      await expect(page.locator("#error-summary")).toContainText("logget ut");
      await page.locator('main form button[type="submit"]').click();
      await expect(page.locator("main h1")).toHaveText("Nordlys & Sønn <AS>");
    });

    test("devices are listed, and signing one out ends it at once", async ({ own, page, browser }) => {
      await comeIn(page, own, KARI);
      const other = await browser.newContext({ javaScriptEnabled, locale: "nb-NO" });
      const elsewhere = await other.newPage();
      await signInByMail(elsewhere, own, KARI);
      await expect(elsewhere.locator(".site-account")).toContainText("Kari Nordmann");
      await page.goto(`${own.origin}/me/devices`);
      await expect(page.locator("tbody tr")).toHaveCount(2);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.locator("tbody tr").nth(1).locator("button").click();
      await expect(page.locator("tbody tr")).toHaveCount(1);
      await elsewhere.goto(`${own.origin}/people`);
      await expect(elsewhere).toHaveURL(/\/sign-in\?next=%2Fpeople/);
      await page.locator('button[value="all"]').click();
      await expect(page).toHaveURL(/\/sign-in\?done=everywhere/);
      await page.goto(`${own.origin}/me/devices`);
      await expect(page).toHaveURL(/\/sign-in/);
      await other.close();
    });

    test("an address is changed: proved anew, typed, proved by a code, and the former one is told", async ({ page }) => {
      const house = await startHouse({ demo: false, database: "postgres", settings });
      try {
        await comeIn(page, house, KARI);
        await page.goto(`${house.origin}/me/devices`);
        await page.getByRole("link", { name: "Min e-postadresse" }).click();
        await page.locator("#email").fill("kari.ny@example.no");
        // The proof grows old while the form stands open: what was typed waits for a new one.
        house.sql("UPDATE session SET confirmed_at = confirmed_at - interval '11 minutes'");
        await page.locator('main form button[type="submit"]').click();
        await expect(page).toHaveURL(/\/confirm\?next=/);
        const known = mails(house, KARI).length;
        await page.getByRole("button", { name: "Send kode" }).click();
        await typeCode(page, house, KARI, known);
        await expect(page).toHaveURL(/\/me\/address\?draft=/);
        await expect(page.locator("#email")).toHaveValue("kari.ny@example.no");
        // A browser takes this for an address, and no mail server does.
        await page.locator("#email").fill("kari@ny");
        await page.locator('main form button[type="submit"]').click();
        await expect(page.locator("#email-error")).not.toBeEmpty();
        await expect(page.locator("#email")).toHaveValue("kari@ny");
        if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
        await page.locator("#email").fill("kari.ny@example.no");
        await page.locator('main form button[type="submit"]').click();
        const mail = await nextMail(house, "kari.ny@example.no", 0, CODE);
        await page.locator("#code").fill(codeIn(mail) === "222222" ? "333333" : "222222");
        await page.locator('main form:has(#code) button[type="submit"]').click();
        await expect(page.locator("#code-error")).toContainText("4 ganger");
        await expect(page.locator("#code")).toHaveValue("");
        await expect(page.locator("main dd")).toHaveText(KARI);
        if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
        const told = mails(house, KARI).length;
        await page.locator("#code").fill(codeIn(mail));
        await page.locator('main form:has(#code) button[type="submit"]').click();
        await expect(page.locator('.notice[data-color="success"]')).toContainText("Adressen er byttet");
        await expect(page.locator("main dd")).toHaveText("kari.ny@example.no");
        if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
        await nextMail(house, KARI, told, /e-postadressen til kontoen din byttet/);
        await signOut(page);
        await signInByMail(page, house, "kari.ny@example.no");
        await expect(page.locator(".site-account")).toContainText("Kari Nordmann");
      } finally {
        await house.stop();
      }
    });

    test("somebody is invited, given a role, and changes hats", async ({ own, page, browser }) => {
      await comeIn(page, own, KARI);
      // A house gets its first programme with its first application.
      await page.goto(`${own.origin}/startups/new`);
      await page.locator("#name").fill("Nordlys AS");
      await page.locator('main form button[type="submit"]').click();
      await page.goto(`${own.origin}/people`);
      await page.locator("#invite > summary").click();
      await page.locator("#invite-email").fill(OLA);
      await page.locator("#invite-name").fill("Ola Nordmann");
      await page.locator("#invite-role").selectOption("founder");
      await page.locator("#invite-startup").fill("Finnes ikke AS");
      await page.locator('#invite button[type="submit"]').click();
      await expect(page.locator("#invite-startup-error")).toContainText("Finnes ikke AS");
      await expect(page.locator("#invite-email")).toHaveValue(OLA);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.locator("#invite-startup").fill("nordlys as");
      await page.locator('#invite button[type="submit"]').click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      const mail = await nextMail(own, OLA, 0, /invitations/);
      const other = await browser.newContext({ javaScriptEnabled, locale: "nb-NO" });
      const ola = await other.newPage();
      await ola.goto(mail.match(/https?:\/\/\S+\/invitations\/\S+/)[0]);
      await expect(ola.locator("#name")).toHaveValue("Ola Nordmann");
      await ola.locator('main form button[type="submit"]').click();
      await expect(ola.locator("main h1")).toHaveText("Nordlys AS");
      await expect(ola.locator(".site-account")).toContainText("gründer, Nordlys AS");

      await page.goto(`${own.origin}/people`);
      await page.locator("tbody a", { hasText: "Ola Nordmann" }).click();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.locator("#grant-role").selectOption("mentor");
      await page.locator('form:has(#grant-role) button[type="submit"]').click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      await nextMail(own, OLA, 1);

      await ola.goto(`${own.origin}/me/hats`);
      await expect(ola.locator("tbody tr")).toHaveCount(2);
      if (javaScriptEnabled) expect(await violations(ola)).toEqual([]);
      await ola.goto(`${own.origin}/pipeline`);
      await expect(ola.locator("main h1")).toHaveText("Dette kan du ikke gjøre");
      await ola.goto(`${own.origin}/me/hats`);
      await ola.locator('button[name="hat"]').click();
      await expect(ola.locator(".site-account")).toContainText("mentor, Inkubator");
      await ola.goto(`${own.origin}/pipeline`);
      await expect(ola.locator("main h1")).toHaveText("Løpet");

      // Taken back: it holds no longer from the next request.
      await page.goto(`${own.origin}/people`);
      await page.locator("tbody a", { hasText: "Ola Nordmann" }).click();
      const mentor = page.locator("details.fold", { hasText: "Mentor, Inkubator" });
      await mentor.locator("summary").click();
      await mentor.locator('input[name="reason"]').fill("Sluttet");
      await mentor.locator('button[data-color="danger"]').click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      await ola.goto(`${own.origin}/pipeline`);
      await expect(ola.locator("main h1")).toHaveText("Dette kan du ikke gjøre");

      // Signed out by whoever keeps the house; then the account is closed and opened again.
      await page.getByRole("button", { name: "Logg ut overalt" }).click();
      await expect(page.locator('.notice[data-color="success"]')).toContainText("logget ut overalt");
      await ola.goto(`${own.origin}/me/hats`);
      await expect(ola).toHaveURL(/\/sign-in\?next=/);
      await page.getByRole("button", { name: "Steng kontoen" }).click();
      await expect(page.locator('.notice[data-color="success"]')).toContainText("Kontoen er stengt");
      await expect(page.getByRole("button", { name: "Logg ut overalt" })).toHaveCount(0);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: "Åpne kontoen igjen" }).click();
      await expect(page.getByRole("button", { name: "Steng kontoen" })).toBeVisible();
      await signInByMail(ola, own, OLA);
      await other.close();
    });
  });
}

test("asking too often says when to try again, and keeps the address", async ({ own, page }) => {
  for (let tries = 0; tries < 8; tries += 1) {
    await page.goto(`${own.origin}/sign-in`);
    await page.locator("#email").fill(KARI);
    await page.locator('main form button[type="submit"]').first().click();
  }
  await expect(page.locator("#email-error")).toContainText(/Prøv igjen .*\d\d[:.]\d\d/);
  await expect(page.locator("#email")).toHaveValue(KARI);
  expect(await violations(page)).toEqual([]);
});

test("nothing of the demo exists outside the demo", async ({ own, page, request }) => {
  await comeIn(page, own, KARI);
  await page.goto(own.origin);
  await expect(page.locator(".demo-bar")).toHaveCount(0);
  expect((await page.request.get(`${own.origin}/dev/outbox`, { headers: { accept: "text/html" } })).status()).toBe(404);
  const headers = { accept: "text/html", origin: own.origin };
  const looked = await request.post(`${own.origin}/act/look-as`, { headers, form: { role: "admin" }, maxRedirects: 0 });
  expect(looked.headers()["set-cookie"] ?? "").not.toContain("grobunn=");
});

test("whoever is not signed in reaches nothing, by any way", async ({ own, request }) => {
  const html = { accept: "text/html" };
  for (const path of ["/", "/pipeline", "/figures", "/imports", "/people", "/me/devices", "/export/grobunn.xlsx", "/figures/jobs.net/rows.csv", "/nothing"]) {
    const page = await request.get(own.origin + path, { headers: html, maxRedirects: 0 });
    expect(page.status(), path).toBe(303);
    expect(page.headers().location, path).toMatch(/^\/sign-in/);
    expect((await request.get(own.origin + path, { headers: { accept: "application/json" } })).status(), path).toBe(401);
  }
  for (const path of ["/sign-in", "/accessibility", "/healthz", "/readyz"]) {
    expect((await request.get(own.origin + path, { headers: html })).status(), path).toBe(200);
  }
  const form = { name: "x" };
  expect((await request.post(`${own.origin}/act/apply`, { form, headers: { accept: "*/*", origin: own.origin } })).status()).toBe(401);
  const evil = await request.get(`${own.origin}/sign-in?next=//evil.example`, { headers: html });
  expect(await evil.text()).toContain('name="next" value=""');
});
