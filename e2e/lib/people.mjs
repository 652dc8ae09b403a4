// How people come into a house and sign in, as they do it: by invitation, and by the code from a mail.
import { expect } from "@playwright/test";
import { CODE, mails, nextMail } from "./mailbox.mjs";

/** Invites somebody from the command line and accepts in the page. */
export async function comeIn(page, house, email, role = "admin", scope) {
  const more = scope ? ["--scope", scope] : [];
  const told = house.run("user", "invite", email, "--role", role, "--name", "Kari Nordmann", "--json", ...more);
  const link = JSON.parse(told).link;
  await page.goto(link.startsWith("http") ? link : house.origin + link);
  await page.locator("main form button[type=submit]").click();
  // A visit elsewhere before the answer is there would break it off.
  await expect(page).not.toHaveURL(/\/invitations\//);
}

/** Signs in by the code from the mail. */
export async function signInByMail(page, house, email) {
  const known = mails(house, email).length;
  await page.goto(`${house.origin}/sign-in`);
  await page.getByLabel("E-postadresse").fill(email);
  await page.getByRole("button", { name: "Send kode" }).click();
  await typeCode(page, house, email, known);
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Types the code of the next mail into the form that asks for it. */
export async function typeCode(page, house, email, known) {
  const mail = await nextMail(house, email, known, CODE);
  const code = mail.match(CODE)?.[1];
  expect(code, mail).toBeTruthy();
  await page.locator("input[name=code][autocomplete=one-time-code]").fill(code);
  await page.locator("form:has(input[autocomplete=one-time-code]) button[type=submit]").click();
}

/** Signs out by the button in the header. */
export async function signOut(page) {
  await page.getByRole("button", { name: "Logg ut" }).first().click();
  await expect(page).toHaveURL(/\/sign-in/);
}
