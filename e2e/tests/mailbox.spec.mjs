// Everybody comes in through a real mail server: invited, signed out, and back by the code from the mailbox.
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHouse } from "../lib/house.mjs";
import { startMailServer } from "../lib/mail-server.mjs";
import { mails } from "../lib/mailbox.mjs";
import { comeIn, signInByMail, signOut } from "../lib/people.mjs";
import { expect, test } from "../lib/test.mjs";

// What a passkey adds has tests of its own.
const NO_PASSKEYS = Object.fromEntries(["ADMIN", "MANAGER", "MENTOR", "FUNDER"].map((role) => [`GROBUNN_PASSKEY_${role}`, "false"]));
const SHEET = "Navn,ID,Kull,Opptak,Ansatte ved opptak\nKornblomst AS,K1,2022,2022-01-01,3\nHavregryn AS,K2,2022,2022-02-01,4\n";

/** Each role, where it holds, and whether its home may name a startup that is somebody else's. */
const ROLES = [
  ["admin", undefined, true],
  ["manager", "programme:PROGRAMME", true],
  ["mentor", "programme:PROGRAMME", true],
  ["evaluator", "programme:PROGRAMME", false],
  ["founder", "startup:K1", false],
  ["funder", "programme:PROGRAMME", false],
];

test("each role signs in by the code that a mail server delivered, and lands on its own page", async ({ browser }) => {
  test.setTimeout(180_000);
  const post = await startMailServer();
  const settings = { ...NO_PASSKEYS, GROBUNN_SMTP_URL: post.url, GROBUNN_MAIL_FROM: "Huset <huset@example.no>" };
  const house = await startHouse({ demo: false, settings });
  house.outbox = post.outbox;
  try {
    const sheet = join(tmpdir(), `grobunn-e2e-${process.pid}.csv`);
    writeFileSync(sheet, SHEET);
    const programme = house.run("import", sheet, "--profile", "sheet").match(/New programmes: (\S+)/)[1];
    for (const [role, scope, seesAll] of ROLES) {
      const email = `${role}@example.no`;
      const page = await (await browser.newContext({ locale: "nb-NO" })).newPage();
      await comeIn(page, house, email, role, scope?.replace("PROGRAMME", programme));
      await signOut(page);
      await signInByMail(page, house, email);
      await expect(page.locator(".site-account"), role).toBeVisible();
      expect((await page.goto(`${house.origin}/`)).status(), role).toBe(200);
      // Whatever page it is asked for by, the other startup's name is not in it.
      for (const path of ["/", "/pipeline?view=table&q=Havregryn", "/figures", "/people", "/audit", "/export/grobunn.xlsx", "/startups/new"]) {
        const answer = await page.request.get(house.origin + path, { maxRedirects: 0 });
        expect(answer.status(), `${role} ${path}`).toBeLessThan(500);
        if (!seesAll) expect(await answer.text(), `${role} ${path}`).not.toContain("Havregryn AS");
      }
      expect(mails(house, email).length, `${role}: invitation and code`).toBeGreaterThanOrEqual(2);
      await page.context().close();
    }
  } finally {
    await house.stop();
    await post.stop();
  }
});
