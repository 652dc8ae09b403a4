// Passkeys, recovery codes and the duty to have one, with the browser's own virtual authenticator.
import { violations } from "../lib/accessible.mjs";
import { startHouse } from "../lib/house.mjs";
import { mails, nextMail } from "../lib/mailbox.mjs";
import { comeIn, signInByMail, signOut, typeCode } from "../lib/people.mjs";
import { expect, test as base } from "../lib/test.mjs";

const KARI = "kari@example.no";

const test = base.extend({
  /** A house that is no demo, under a name that passkeys can be tied to. */
  own: async ({}, use) => {
    const house = await startHouse({ demo: false, host: "localhost" });
    await use(house);
    await house.stop();
    if (house.died()) throw new Error(`the server ended while it was needed:\n${house.told()}`);
  },
});

/** A device with a fingerprint reader that always says yes. */
async function device(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    verifies: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    keys: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    forget: () => cdp.send("WebAuthn.clearCredentials", { authenticatorId }),
  };
}

async function addPasskey(page, name) {
  await page.getByLabel("Navn på passnøkkelen").last().fill(name);
  await page.getByRole("button", { name: "Legg til en passnøkkel" }).click();
}

const usePasskey = (page) => page.getByRole("button", { name: "Bruk passnøkkelen" }).click();

test("a role that demands a passkey reaches nothing else before there is one", async ({ page, own }) => {
  await device(page);
  await comeIn(page, own, KARI);
  await expect(page).toHaveURL(/\/me\/passkeys/);
  await expect(page.getByText("krever derfor en passnøkkel")).toBeVisible();
  for (const path of ["/", "/people", "/pipeline", "/figures", "/imports", "/export/grobunn.xlsx", "/me/recovery", "/nothing"]) {
    await page.goto(own.origin + path);
    await expect(page, path).toHaveURL(/\/me\/passkeys\?next=/);
  }
  const posted = await page.request.post(`${own.origin}/act/new-recovery-codes`, { maxRedirects: 0 });
  expect(posted.headers().location).toBe("/confirm");
  await page.goto(`${own.origin}/me/devices`);
  await expect(page).toHaveURL(/\/me\/devices$/);

  await page.goto(`${own.origin}/people`);
  await addPasskey(page, "Jobbtelefonen");
  await expect(page.getByText("Passnøkkelen er lagt til.")).toBeVisible();
  await page.getByRole("link", { name: "Gå videre" }).click();
  await expect(page).toHaveURL(/\/people$/);
  await nextMail(own, KARI, 0, /Jobbtelefonen/);
});

test("passkeys sign in: beside the mail, alone, and not when nobody was verified", async ({ page, own, complaints }) => {
  const key = await device(page);
  await comeIn(page, own, KARI);
  await addPasskey(page, "Telefonen");
  await expect(page.getByText("Passnøkkelen er lagt til.")).toBeVisible();
  expect((await key.keys()).map(({ isResidentCredential, rpId }) => [isResidentCredential, rpId])).toEqual([[true, "localhost"]]);

  await signOut(page);
  await signInByMail(page, own, KARI);
  await expect(page.getByRole("heading", { name: "Bekreft at det er deg" })).toBeVisible();
  await page.goto(`${own.origin}/people`);
  await expect(page).toHaveURL(/\/confirm\?next=%2Fpeople/);
  const before = (await page.context().cookies()).find(({ name }) => name === "grobunn").value;
  const posts = [];
  page.on("request", (request) => request.url().endsWith("/confirm/passkey") && posts.push(request.postData()));
  await usePasskey(page);
  await expect(page).toHaveURL(/\/people$/);
  const after = (await page.context().cookies()).find(({ name }) => name === "grobunn").value;
  expect(after, "the session has a new token").not.toBe(before);

  // The same answer once more is worth nothing, and neither is the former token.
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const again = await page.request.post(`${own.origin}/confirm/passkey`, { data: posts[0], headers, maxRedirects: 0 });
  expect(again.headers().location).toMatch(/^\/confirm\?draft=/);
  const former = await fetch(`${own.origin}/people`, { headers: { cookie: `grobunn=${before}` }, redirect: "manual" });
  expect(former.status).toBe(401);

  await signOut(page);
  await page.getByRole("button", { name: "Logg inn med passnøkkel" }).click();
  await expect(page.getByRole("button", { name: "Logg ut" })).toBeVisible();
  await page.goto(`${own.origin}/people`);
  await expect(page).toHaveURL(/\/people$/);

  await signOut(page);
  await key.verifies(false);
  await page.getByRole("button", { name: "Logg inn med passnøkkel" }).click();
  await expect(page.locator("[data-said]")).toContainText("Prøv igjen");
  await expect(page).toHaveURL(/\/sign-in/);
  complaints.length = 0;
});

test("a passkey that is not known here signs nobody in", async ({ page, own, complaints }) => {
  const key = await device(page);
  await comeIn(page, own, KARI);
  await addPasskey(page, "Den første");
  await expect(page.getByText("Passnøkkelen er lagt til.")).toBeVisible();
  await addPasskey(page, "Den andre");
  complaints.length = 0;
  // The same device twice is refused by the browser itself.
  await expect(page.locator("[data-said]")).toContainText("allerede en passnøkkel");
  await page.getByRole("button", { name: "Fjern Den første" }).click();
  await expect(page.getByRole("alert").or(page.locator("#error-summary"))).toContainText("den siste");
  expect(await key.keys()).toHaveLength(1);
  await page.getByText("Gi nytt navn").click();
  await page.locator("li input[name=name]").fill("Gammel");
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByText("Passnøkkelen har fått nytt navn.")).toBeVisible();

  // Another house under the same name: its passkeys are not ours.
  const other = await startHouse({ demo: false, host: "localhost" });
  try {
    await page.goto(`${other.origin}/sign-in`);
    await page.getByRole("button", { name: "Logg inn med passnøkkel" }).click();
    await expect(page.getByText("ikke kjent her")).toBeVisible();
  } finally {
    await other.stop();
  }
});

test("recovery codes are shown once, work once, and are told of by mail", async ({ page, own }) => {
  await device(page);
  await comeIn(page, own, KARI);
  await addPasskey(page, "Telefonen");
  await page.getByRole("link", { name: "Til gjenopprettingskodene" }).click();
  await page.getByRole("button", { name: "Lag nye koder" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  const codes = await page.locator(".codes li").allInnerTexts();
  await page.reload();
  await expect(page.locator(".codes")).toHaveCount(0);
  await expect(page.getByText("10 av 10 koder")).toBeVisible();

  const withCode = async (code) => {
    await signOut(page);
    await signInByMail(page, own, KARI);
    await page.getByText("Har du ikke passnøkkelen for hånden?").click();
    await page.getByLabel("Gjenopprettingskode").fill(code);
    await page.getByRole("button", { name: "Bruk gjenopprettingskoden" }).click();
  };
  const known = mails(own, KARI).length;
  await withCode(codes[0].toLowerCase());
  await expect(page).toHaveURL(`${own.origin}/`);
  // The code to sign in with may come before or after it.
  await nextMail(own, KARI, known, /Ubrukte koder igjen: 9\./);
  await withCode(codes[0]);
  await expect(page.locator("#error-summary")).toContainText("ikke en av gjenopprettingskodene");
  await page.getByLabel("Gjenopprettingskode").fill(codes[1]);
  await page.getByRole("button", { name: "Bruk gjenopprettingskoden" }).click();
  await expect(page).toHaveURL(`${own.origin}/`);
});

test("whoever has a passkey needs it to change what proves who they are, demanded or not", async ({ page }) => {
  const house = await startHouse({ demo: false, host: "localhost", settings: { GROBUNN_PASSKEY_ADMIN: "false" } });
  try {
    await device(page);
    await comeIn(page, house, KARI);
    await page.goto(`${house.origin}/people`);
    await expect(page, "this house does not demand one").toHaveURL(/\/people$/);
    await page.goto(`${house.origin}/me/passkeys`);
    await addPasskey(page, "Telefonen");
    await expect(page.getByText("Passnøkkelen er lagt til.")).toBeVisible();
    await signOut(page);
    await signInByMail(page, house, KARI);
    await page.goto(`${house.origin}/me/passkeys`);
    await expect(page.getByText("Først må du bekrefte at det er deg.")).toBeVisible();
    await page.getByRole("link", { name: "Bekreft at det er deg" }).click();
    await expect(page.getByRole("button", { name: "Send kode" })).toHaveCount(0);
    await usePasskey(page);
    await expect(page).toHaveURL(/\/me\/passkeys/);
    await page.getByRole("button", { name: "Fjern Telefonen" }).click();
    await expect(page.getByText("Passnøkkelen er fjernet.")).toBeVisible();
  } finally {
    await house.stop();
  }
});

test("a role is given only after a fresh proof, and what was typed waits for it", async ({ page }) => {
  const house = await startHouse({ demo: false, host: "localhost", database: "postgres", settings: { GROBUNN_PASSKEY_ADMIN: "false" } });
  try {
    await comeIn(page, house, KARI);
    await page.goto(`${house.origin}/people`);
    house.sql("UPDATE session SET confirmed_at = confirmed_at - interval '11 minutes'");
    await page.locator("summary", { hasText: "Inviter" }).click().catch(() => {});
    await page.locator("form[action='/act/invite'] input[name=email]").fill("ola@example.no");
    await page.locator("form[action='/act/invite'] select[name=role]").selectOption("admin");
    await page.locator("form[action='/act/invite'] button[type=submit]").click();
    await expect(page).toHaveURL(/\/confirm\?next=/);
    expect(mails(house, "ola@example.no")).toEqual([]);
    const known = mails(house, KARI).length;
    await page.getByRole("button", { name: "Send kode" }).click();
    await page.locator("input[name=code]").fill("AAAAAA");
    await page.getByRole("button", { name: "Bekreft", exact: true }).click();
    await expect(page.locator("#error-summary")).toContainText("Koden stemmer ikke");
    await typeCode(page, house, KARI, known);
    await expect(page).toHaveURL(/\/people\?draft=/);
    await expect(page.locator("form[action='/act/invite'] input[name=email]")).toHaveValue("ola@example.no");
    await page.locator("form[action='/act/invite'] button[type=submit]").click();
    await expect(page).toHaveURL(/\/people\?done=invited/);
    await nextMail(house, "ola@example.no");
  } finally {
    await house.stop();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the pages say what passkeys need, and nothing is lost", async ({ page, own }) => {
    await comeIn(page, own, KARI);
    await expect(page).toHaveURL(/\/me\/passkeys/);
    await page.getByLabel("Navn på passnøkkelen").fill("Min gamle PC");
    await page.getByRole("button", { name: "Legg til en passnøkkel" }).click();
    await expect(page.locator("#error-summary")).toContainText("JavaScript");
    await expect(page.getByLabel("Navn på passnøkkelen")).toHaveValue("Min gamle PC");
  });
});

test("under a number the page says where passkeys work", async ({ page, own }) => {
  await comeIn(page, own, KARI);
  const at = own.origin.replace("localhost", "127.0.0.1");
  await page.goto(`${at}/sign-in`);
  await expect(page.getByRole("button", { name: "Logg inn med passnøkkel" })).toHaveCount(0);
  await signInByMail(page, { ...own, origin: at }, KARI);
  await expect(page.getByRole("link", { name: `${own.origin}/me/passkeys` })).toBeVisible();
  await expect(page.getByRole("button", { name: "Legg til en passnøkkel" })).toHaveCount(0);
});

test("the pages are accessible", async ({ page, own }) => {
  await device(page);
  await comeIn(page, own, KARI);
  const check = async (width, scheme) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    expect(await violations(page)).toEqual([]);
  };
  const all = async () => {
    for (const width of [390, 1280]) for (const scheme of ["light", "dark"]) await check(width, scheme);
  };
  await all();
  await addPasskey(page, "Telefonen");
  await expect(page.getByText("Passnøkkelen er lagt til.")).toBeVisible();
  await all();
  await page.goto(`${own.origin}/me/recovery`);
  await page.getByRole("button", { name: "Lag nye koder" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await all();
  await signOut(page);
  await all();
  const known = mails(own, KARI).length;
  await page.getByLabel("E-postadresse").fill(KARI);
  await page.getByRole("button", { name: "Send kode" }).click();
  await typeCode(page, own, KARI, known);
  await expect(page.getByRole("heading", { name: "Bekreft at det er deg" })).toBeVisible();
  await all();
});
