// Every page: answers, is valid HTML, readable at every width, without violations of WCAG 2.2 A and AA, with and without JavaScript.
import { HtmlValidate } from "html-validate";
import { COLOURS, violations } from "../lib/accessible.mjs";
import { crawl, onePerLayout } from "../lib/crawl.mjs";
import { expect, test } from "../lib/test.mjs";

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  elements: [
    "html5",
    {
      // The framework's frames around islands: transparent, as far as content goes.
      "leptos-island": { flow: true, phrasing: true, transparent: true },
      "leptos-children": { flow: true, phrasing: true, transparent: true },
    },
  ],
  rules: {
    // The page's policy forbids inline styles, so one would silently not work.
    "no-inline-style": "error",
    // A frame that scrolls sideways is a group with a name, which HTML has no element for.
    "prefer-native-element": "off",
  },
});

test.describe("every page that can be reached", () => {
  for (const lang of ["nb", "nn", "en"]) {
    test(`answers and is valid HTML in ${lang}`, async ({ house }) => {
      test.setTimeout(180_000);
      const answers = await crawl(house.origin, { cookie: `lang=${lang}` });
      const wrong = answers.filter((answer) => answer.status !== 200);
      expect(wrong.map(({ status, address, by }) => `${status} ${address} linked from ${by}`)).toEqual([]);
      expect(answers.length, "pages found").toBeGreaterThan(10);
      const invalid = [];
      for (const answer of answers.filter((answer) => answer.html)) {
        expect(answer.text, answer.address).toContain(`<html lang="${lang}"`);
        const html = tokenizable(answer.text);
        const report = await validator.validateString(html);
        for (const { messages } of report.results) {
          for (const { line, column, ruleId, message } of messages) {
            const excerpt = html.split("\n")[line - 1]?.slice(Math.max(0, column - 60), column + 100);
            invalid.push(`${answer.address}: ${ruleId}: ${message}: …${excerpt}…`);
          }
        }
      }
      expect([...new Set(invalid)].slice(0, 20)).toEqual([]);
    });
  }

  for (const width of [390, 1280]) {
    test.describe(`at ${width} px`, () => {
      test.use({ viewport: { width, height: 900 }, colorScheme: "light" });

      test("has no accessibility violations in light and dark, no sideways scroll, no console errors", async ({ house, page }) => {
        test.setTimeout(600_000);
        const problems = [];
        for (const { address } of onePerLayout(await crawl(house.origin))) {
          await page.goto(address, { waitUntil: "load" });
          await awake(page);
          problems.push(...(await violations(page)));
          await page.emulateMedia({ colorScheme: "dark" });
          problems.push(...(await violations(page, { rules: COLOURS })).map((problem) => `dark: ${problem}`));
          await page.emulateMedia({ colorScheme: "light" });
          for (const narrow of width === 390 ? [390, 320] : [width]) {
            await page.setViewportSize({ width: narrow, height: 900 });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            if (wide > narrow) problems.push(`${address}: ${wide} px wide at ${narrow} px`);
          }
          await page.setViewportSize({ width, height: 900 });
        }
        expect(problems).toEqual([]);
      });
    });

    test.describe(`at ${width} px, without JavaScript`, () => {
      test.use({ viewport: { width, height: 900 }, javaScriptEnabled: false });

      test("shows its heading and its content", async ({ house, page }) => {
        test.setTimeout(180_000);
        for (const { address } of onePerLayout(await crawl(house.origin))) {
          await page.goto(address);
          await expect(page.locator("main h1"), address).toHaveCount(1);
          await expect(page.locator("main h1"), address).toBeVisible();
          await expect(page.locator("nav").first(), address).toBeVisible();
        }
      });
    });
  }

  test("the choice of dark colours beats the device", async ({ house, page, context }) => {
    await context.addCookies([{ name: "scheme", value: "dark", url: house.origin }]);
    await page.goto(house.origin);
    const chosen = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await context.clearCookies();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(house.origin);
    const device = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(chosen).toBe(device);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(device);
  });

  test("a page that does not exist says so with its status", async ({ house, page, complaints }) => {
    const answer = await page.goto(`${house.origin}/nothing/here`);
    expect(answer?.status()).toBe(404);
    await expect(page.locator("main h1")).toBeVisible();
    // The browser itself reports the 404; nothing else may be wrong.
    const others = complaints.filter((text) => !text.includes("404"));
    complaints.length = 0;
    expect(others).toEqual([]);
  });
});

/**
 * The framework marks places in the text by `<!>`, which every browser reads as an empty comment and the HTML standard calls a
 * parse error. The validator stops at it, so it gets the comment that browsers see.
 */
function tokenizable(html) {
  return html.replaceAll("<!>", "<!---->");
}

/** Waits until the islands of a page, if it has any, are awake. */
async function awake(page) {
  if ((await page.locator("leptos-island").count()) === 0) return;
  await page.waitForLoadState("networkidle");
}
