// Documents on a startup: what comes in, what is refused and why, what goes out, and taking one away and back.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { violations } from "../lib/accessible.mjs";
import { expect, test } from "../lib/test.mjs";

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n");
const file = (name, buffer = PDF) => ({ name, mimeType: "application/octet-stream", buffer });

async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/`);
  await page.locator("#look-as").selectOption(role);
  await page.locator(".demo-bar__as button").click();
  await page.waitForLoadState();
}

async function aStartup(page, house) {
  await page.goto(`${house.origin}/pipeline?view=table`);
  await page.locator("tbody tr th a").first().click();
  await expect(page.locator("#documents")).toBeVisible();
  return page.url();
}

async function add(page, what, shared) {
  const fold = page.locator("#add-document");
  if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
  if (shared) await page.locator("#document-shared").selectOption(shared);
  await page.locator("#document-file").setInputFiles(what);
  await fold.getByRole("button", { name: "Last opp" }).click();
}

const section = (page) => page.locator("section[aria-labelledby=documents]");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test("a document comes in, goes out as it was, is taken away and put back", async ({ fresh, page }) => {
      await aStartup(page, fresh);
      await add(page, file("Årsplan «2026».pdf"));
      await expect(section(page).locator('.notice[data-color="success"]')).toBeVisible();
      const link = section(page).getByRole("link", { name: "Årsplan «2026».pdf" });
      const asked = page.waitForEvent("download");
      await link.click();
      const saved = await asked;
      expect(saved.suggestedFilename()).toBe("Årsplan «2026».pdf");
      const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");
      expect(sum(readFileSync(await saved.path()))).toBe(sum(PDF));
      const answer = await page.request.get(fresh.origin + (await link.getAttribute("href")));
      expect(answer.headers()["content-disposition"]).toMatch(/^attachment; filename="/);
      expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers()["content-security-policy"]).toContain("sandbox");

      await section(page).getByRole("button", { name: /^Fjern/ }).first().click();
      await expect(section(page).getByText("Du kan hente det tilbake")).toBeVisible();
      expect((await page.request.get(answer.url())).status()).toBe(404);
      await section(page).getByRole("button", { name: /^Hent tilbake/ }).first().click();
      await expect(section(page).getByText("Dokumentet er tilbake.")).toBeVisible();
      expect((await page.request.get(answer.url())).status()).toBe(200);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });

    test("what is not what it says is refused with a sentence, and nothing of it is kept", async ({ fresh, page }) => {
      await aStartup(page, fresh);
      const before = await section(page).locator("tbody tr").count();
      for (const [what, why] of [
        [file("bilde.png", Buffer.from("<!DOCTYPE html><script>alert(1)</script>")), "Nettsider (HTML) og SVG"],
        [file("faktura.pdf", Buffer.from("MZ\x90\x00\x03\x00\x00\x00\x04")), "Programmer og skript"],
        [file("mal.docm"), "makroer"],
        [file("arkiv.zip"), "Denne filtypen tas ikke imot"],
        [file("tom.pdf", Buffer.alloc(0)), "Filen er tom"],
      ]) {
        await add(page, what, "staff");
        await expect(page.locator("#error-summary")).toContainText(why);
        await expect(page.locator("#document-file-error")).toContainText(why);
        await expect(page.locator("#document-shared")).toHaveValue("staff");
      }
      expect(await section(page).locator("tbody tr").count()).toBe(before);
    });

    test("what is the staff's is nothing to the founder", async ({ fresh, page }) => {
      await lookAs(page, fresh, "founder");
      const mine = page.locator('a[href^="/startups/"]').first();
      const path = (await mine.getAttribute("href")).match(/^\/startups\/[^/?#]+/)[0];
      await lookAs(page, fresh, "manager");
      await page.goto(fresh.origin + path);
      await add(page, file("Bare for oss.pdf"), "staff");
      const inside = await section(page).getByRole("link", { name: "Bare for oss.pdf" }).getAttribute("href");
      await add(page, file("For alle.pdf"), "all");
      await lookAs(page, fresh, "founder");
      await page.goto(fresh.origin + path);
      await expect(section(page).getByText("For alle.pdf")).toBeVisible();
      await expect(page.getByText("Bare for oss.pdf")).toHaveCount(0);
      expect((await page.request.get(fresh.origin + inside)).status()).toBe(404);
      await add(page, file("Fra oss.pdf"));
      await expect(section(page).getByRole("link", { name: "Fra oss.pdf" })).toBeVisible();
      // One's own can be taken away; what the house added cannot.
      await expect(section(page).getByRole("button", { name: /^Fjern/ })).toHaveCount(1);
    });
  });
}
