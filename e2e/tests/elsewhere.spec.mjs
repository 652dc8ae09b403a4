// Signing in at a real OpenID Connect provider: the way in, and every way in which it must not lead in.
import { startHouse } from "../lib/house.mjs";
import { comeIn } from "../lib/people.mjs";
import { startProvider } from "../lib/provider.mjs";
import { expect, test as base } from "../lib/test.mjs";

const KARI = "kari@example.no";
const VERIFIED = { email: KARI, email_verified: true };

/** A provider and a house that knows it; Kari was invited and has accepted. */
async function start(settings = {}) {
  const provider = await startProvider();
  const { client_id, client_secret } = provider.client;
  const house = await startHouse({
    demo: false,
    settings: {
      GROBUNN_OIDC_ISSUER: provider.issuer, GROBUNN_OIDC_CLIENT_ID: client_id, GROBUNN_OIDC_CLIENT_SECRET: client_secret,
      GROBUNN_OIDC_NAME: "Prøveporten", GROBUNN_OIDC_ACR: "high", ...settings,
    },
  });
  provider.serve(`${house.origin}/sign-in/oidc/back`);
  return { provider, house, stop: async () => (await house.stop(), await provider.stop()) };
}

const test = base.extend({
  elsewhere: [
    async ({ browser }, use) => {
      const started = await start();
      const context = await browser.newContext({ locale: "nb-NO" });
      await comeIn(await context.newPage(), started.house, KARI);
      await context.close();
      await use(started);
      await started.stop();
      if (started.house.died()) throw new Error(`the server ended while it was needed:\n${started.house.told()}`);
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** Follows redirects from an address until one leads back to the house; gives that address, not yet visited. */
async function wayBack(request, address) {
  for (let steps = 0; steps < 10; steps += 1) {
    const response = await request.get(address, { maxRedirects: 0 });
    const location = response.headers().location;
    if (!location) throw new Error(`${address} answered ${response.status()}: ${(await response.text()).slice(0, 500)}`);
    address = new URL(location, address).href;
    if (address.includes("/sign-in/oidc/back")) return address;
  }
  throw new Error("the provider leads nowhere");
}

/** The address at the provider that the house sends a browser to. */
async function wayThere(request, house) {
  const response = await request.get(`${house.origin}/sign-in/oidc?next=/people`, { maxRedirects: 0 });
  expect(response.status()).toBe(303);
  return response.headers().location;
}

/** What the house says when it did not let somebody in. */
async function refusal(page, address) {
  await page.goto(address);
  await expect(page).toHaveURL(/\/sign-in\?draft=/);
  await expect(page.getByRole("button", { name: "Logg ut" })).toHaveCount(0);
  return page.locator("#error-summary").innerText();
}

test("the link leads there and back in, and the account is known from then on", async ({ elsewhere: { provider, house }, page }) => {
  provider.is("kari-1", "high", VERIFIED);
  await page.goto(`${house.origin}/sign-in?next=/people`);
  const link = page.getByRole("link", { name: "Logg inn med Prøveporten" });
  const there = await wayThere(page.request, house);
  const asked = new URL(there).searchParams;
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.get("acr_values")).toBe("high");
  for (const part of ["state", "nonce", "code_challenge"]) expect(asked.get(part).length, part).toBeGreaterThanOrEqual(43);
  await link.click();
  await expect(page, "a high level needs no passkey beside it").toHaveURL(`${house.origin}/people`);
  await page.getByRole("button", { name: "Logg ut" }).click();

  // The address may change and be unverified: the account is known by its subject.
  provider.is("kari-1", "high", { email: "nytt@example.no", email_verified: false });
  await page.context().clearCookies({ name: /_session/ });
  await page.goto(`${house.origin}/sign-in`);
  await page.getByRole("link", { name: "Logg inn med Prøveporten" }).click();
  await expect(page).toHaveURL(`${house.origin}/`);
});

test("nobody comes in who is not known by a verified address", async ({ elsewhere: { provider, house }, page }) => {
  const cases = [
    ["somebody else", { email: "ukjent@example.no", email_verified: true }],
    ["not verified", { email: KARI, email_verified: false }],
    ["nothing said of it", { email: KARI }],
    ["no address", {}],
  ];
  for (const [index, [name, claims]] of cases.entries()) {
    provider.is(`other-${index}`, "high", claims);
    await page.context().clearCookies();
    const back = await wayBack(page.request, await wayThere(page.request, house));
    expect(await refusal(page, back), name).toContain("hører ikke til noen her");
  }
});

test("an answer that does not hold signs nobody in", async ({ elsewhere: { provider, house }, page, browser }) => {
  provider.is("kari-2", "high", VERIFIED);
  const fresh = async (change = (there) => there) => {
    await page.context().clearCookies();
    return wayBack(page.request, change(await wayThere(page.request, house)));
  };
  const changed = (key, value) => (address) => {
    const url = new URL(address);
    url.searchParams.set(key, value);
    return url.href;
  };

  expect(await refusal(page, await fresh(changed("nonce", "another"))), "nonce").toContain("kunne ikke bekreftes");
  expect(await refusal(page, changed("state", "another")(await fresh())), "state").toContain("annen nettleser");
  expect(await refusal(page, changed("iss", "http://evil.example")(await fresh())), "issuer").toContain("kunne ikke bekreftes");
  expect(await refusal(page, changed("code", "another")(await fresh())), "code").toContain("kunne ikke bekreftes");
  const challenge = "A".repeat(43);
  expect(await refusal(page, await fresh(changed("code_challenge", challenge))), "PKCE").toContain("kunne ikke bekreftes");
  const denied = changed("error", "access_denied")(await fresh());
  expect(await refusal(page, denied), "denied").toContain("avbrutt eller avvist");

  // Another browser brings the answer: its own owner's session must not become somebody else's.
  const back = await fresh();
  const context = await browser.newContext({ locale: "nb-NO" });
  expect(await refusal(await context.newPage(), back), "another browser").toContain("annen nettleser");
  await context.close();

  // The same answer twice.
  const once = await fresh();
  await page.goto(once);
  await expect(page).toHaveURL(`${house.origin}/people`);
  await page.getByRole("button", { name: "Logg ut" }).click();
  expect(await refusal(page, once), "twice").toContain("annen nettleser");

  provider.is("kari-3", "low", VERIFIED);
  expect(await refusal(page, await fresh()), "level").toContain("kunne ikke bekreftes");
});

test("a provider that names another issuer is not used", async ({ page }) => {
  const started = await start();
  const { provider } = started;
  await started.house.stop();
  // The same place under another name: what it says of itself does not match what it was asked as.
  const house = await startHouse({
    demo: false,
    settings: {
      GROBUNN_OIDC_ISSUER: provider.issuer.replace("127.0.0.1", "localhost"),
      GROBUNN_OIDC_CLIENT_ID: "grobunn", GROBUNN_OIDC_CLIENT_SECRET: "a-secret-of-the-test",
    },
  });
  try {
    expect(await refusal(page, `${house.origin}/sign-in/oidc`)).toContain("svarer ikke");
  } finally {
    await house.stop();
    await provider.stop();
  }
});

test("without a level a sign-in elsewhere counts no more than a mailbox", async ({ page }) => {
  const { provider, house, stop } = await start({ GROBUNN_OIDC_ACR: "" });
  try {
    await comeIn(page, house, KARI);
    await page.getByRole("button", { name: "Logg ut" }).first().click();
    provider.is("kari-1", "low", VERIFIED);
    await page.getByRole("link", { name: "Logg inn med Prøveporten" }).click();
    await expect(page, "the role demands a passkey still").toHaveURL(/\/me\/passkeys/);
  } finally {
    await stop();
  }
});
