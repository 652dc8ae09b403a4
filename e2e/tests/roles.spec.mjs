// The demo house as each role: what one lands on, and that what is not one's own is found by no way.
import { violations } from "../lib/accessible.mjs";
import { crawl, onePerLayout } from "../lib/crawl.mjs";
import { expect, test } from "../lib/test.mjs";

const ROLES = ["admin", "manager", "mentor", "founder", "funder", "evaluator"];

/** Becomes somebody by the bar above the page. */
async function lookAs(page, house, role) {
  await page.goto(`${house.origin}/`);
  await page.locator("#look-as").selectOption(role);
  await page.locator(".demo-bar__as button").click();
  await page.waitForLoadState();
}

/** The session that a page has, as a header. */
async function cookieOf(page) {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** Every startup of the house, as its manager sees them: id and name. */
async function startups(request, house) {
  const found = new Map();
  for (let number = 1; ; number += 1) {
    const text = await (await request.get(`${house.origin}/pipeline?view=table&page=${number}`)).text();
    const rows = [...text.matchAll(/<th scope="row">(?:<label.*?<\/label>)?<a [^>]*href="\/startups\/([0-9a-f-]{36})"[^>]*>([^<]+)</g)];
    const before = found.size;
    for (const [, id, name] of rows) found.set(id, name.replaceAll("&amp;", "&"));
    if (found.size === before) return found;
  }
}

for (const role of ROLES) {
  test(`as ${role}, every link leads somewhere and every page is readable`, async ({ house, page }) => {
    test.setTimeout(600_000);
    await lookAs(page, house, role);
    await expect(page.locator(".site-account")).toBeVisible();
    const cookie = await cookieOf(page);
    const answers = await crawl(house.origin, { cookie, accept: "text/html" });
    expect(answers.filter(({ status }) => status !== 200).map(({ status, address, by }) => `${status} ${address} from ${by}`)).toEqual([]);
    const problems = [];
    for (const { address } of onePerLayout(answers)) {
      await page.goto(address);
      problems.push(...(await violations(page)));
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) problems.push(`${address}: ${wide} px wide at ${width} px`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    expect(problems).toEqual([]);
  });
}

for (const role of ["mentor", "founder", "funder", "evaluator"]) {
  test(`as ${role}, what is somebody else's is found by no way`, async ({ house, page, request }) => {
    test.setTimeout(300_000);
    const all = await startups(request, house);
    expect(all.size).toBeGreaterThan(50);
    await lookAs(page, house, role);
    const cookie = await cookieOf(page);
    const headers = { cookie, accept: "text/html" };
    const get = (path) => fetch(house.origin + path, { headers, redirect: "manual" });
    // By the address bar.
    const own = new Set();
    const shown = new Map();
    for (const id of all.keys()) {
      const answer = await get(`/startups/${id}`);
      shown.set(id, answer.status);
      if (answer.status === 200) own.add(id);
      else expect(answer.status, id).toBe(404);
      await answer.arrayBuffer();
    }
    const foreign = [...all].filter(([id]) => !own.has(id));
    expect(foreign.length, "some are somebody else's").toBeGreaterThan(0);
    if (role === "founder") expect(own.size).toBe(1);
    if (role === "funder" || role === "evaluator") expect(own.size).toBe(0);
    // On every page that links lead to, in the answers to a search, and in files.
    const pages = await crawl(house.origin, { cookie, accept: "text/html" });
    const texts = pages.map(({ address, text }) => [address, text]);
    for (const [, name] of foreign.slice(0, 12)) {
      for (const path of [`/pipeline?q=${encodeURIComponent(name)}`, `/pipeline?view=table&q=${encodeURIComponent(name)}`]) {
        const answer = await get(path);
        // The search itself repeats what was typed; a startup would be linked to.
        texts.push([path, (await answer.text()).replaceAll(/<(input|title|details|span)\b[^>]*>/g, "")]);
      }
    }
    for (const path of ["/export/grobunn.xlsx", "/figures/jobs.net/rows.csv", "/imports", "/people"]) {
      const answer = await get(path);
      const expected = role === "mentor" && path.endsWith(".csv") ? [200, 403] : [403, 404];
      expect(expected, path).toContain(answer.status);
      texts.push([path, await answer.text()]);
    }
    const found = [];
    // An evaluator reads applications, by the name the applicant gave, and no startup.
    const judged = (address) => role === "evaluator" && /(\/evaluate|^[^/]*\/\/[^/]*\/(\?.*)?$)/.test(address);
    for (const [address, text] of texts) {
      for (const [id, name] of foreign) {
        if (text.includes(id)) found.push(`${name} (${id}) at ${address}`);
        if (!address.includes("q=") && !judged(address) && name.length > 5 && text.includes(`>${name.replaceAll("&", "&amp;")}<`)) found.push(`${name} at ${address}`);
      }
    }
    expect([...new Set(found)].slice(0, 10)).toEqual([]);
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a founder adds a headcount in their own word", async ({ fresh, page }) => {
      await lookAs(page, fresh, "founder");
      await expect(page.locator("#seen-by")).toBeVisible();
      await page.locator("#record-headcount > summary").click();
      await expect(page.locator("#headcount-source"), "there is nothing to choose").toHaveCount(0);
      await page.locator("#headcount-employees").fill("tre");
      await page.locator('#record-headcount button[type="submit"]').click();
      await expect(page.locator("#headcount-employees")).toHaveValue("tre");
      await page.locator("#headcount-employees").fill("77");
      await page.locator('#record-headcount button[type="submit"]').click();
      await expect(page.locator('.notice[data-color="success"]')).toBeVisible();
      await expect(page.locator(".timeline__item", { hasText: "77 ansatte" })).toContainText(/gründer/i);
      await expect(page.locator("main form[action*='move-stay'], main a[href*='/facts/']")).toHaveCount(0);
    });

    test("a mentor moves a startup of their own, and is told why not another's", async ({ fresh, page }) => {
      await lookAs(page, fresh, "mentor");
      await expect(page.locator("main h1")).toHaveText("Min dag");
      await page.locator("#mine").locator("xpath=..").locator("a", { hasText: "Flytt" }).first().click();
      await expect(page.locator("main h1")).toContainText("Flytt");
      await page.goto(`${fresh.origin}/pipeline?view=table`);
      const rows = page.locator("tbody tr");
      const other = rows.filter({ hasNot: page.locator('a[href$="/move"]') }).first();
      await other.locator("th a").click();
      const startup = page.url();
      await expect(page.locator("#record")).toHaveCount(0);
      const id = startup.split("/").at(-1).split("?")[0];
      const answer = await page.request.post(`${fresh.origin}/act/life-event`, {
        form: { startup: id, on: "2024-01-01", kind: "bankrupt" },
        headers: { accept: "text/html", origin: fresh.origin },
      });
      expect(answer.status()).toBe(403);
      expect(await answer.text()).toContain("Bare mentoren som følger opp bedriften nå");
    });

    test("a visitor of the demo looks as nobody, and comes back", async ({ fresh, page }) => {
      await lookAs(page, fresh, "nobody");
      await expect(page).toHaveURL(/\/sign-in/);
      await page.goto(`${fresh.origin}/pipeline`);
      await expect(page).toHaveURL(/\/sign-in\?next=%2Fpipeline/);
      await page.locator("#look-as").selectOption("");
      await page.locator(".demo-bar__as button").click();
      await expect(page.locator("main h1")).toHaveText("Huset i dag");
    });
  });
}

test("a funder narrows nothing, and sees no row", async ({ house, page }) => {
  await lookAs(page, house, "funder");
  const figures = await page.goto(`${house.origin}/figures`);
  expect(figures.status()).toBe(200);
  await expect(page).toHaveURL(/programme=/);
  for (const field of ["cohort", "sector", "region", "from", "to"]) {
    await expect(page.locator(`.filter__form [name="${field}"]`)).toHaveCount(0);
  }
  const headers = { cookie: await cookieOf(page), accept: "text/html" };
  for (const narrowed of ["sector=Energi", "region=romerike", "from=2020-01-01"]) {
    const answer = await fetch(`${page.url()}&${narrowed}`, { headers, redirect: "manual" });
    expect(answer.status, narrowed).toBe(403);
  }
  await page.locator(".figure-card__foot a").first().click();
  await expect(page.locator(".figure-sentence")).toBeVisible();
  await expect(page.locator("#in, #out")).toHaveCount(0);
});
