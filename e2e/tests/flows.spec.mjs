// What people come to do, end to end, each with JavaScript and without unless it is about a hand on the screen.
import { violations } from "../lib/accessible.mjs";
import { startHouse } from "../lib/house.mjs";
import { expect, test } from "../lib/test.mjs";

/** The cards of a column that may be moved. */
const movable = (page, phase, nth = 0) =>
  page.locator(`[data-phase="${phase}"] [data-stage]`).nth(nth).locator("[data-card][data-movable]");

/** The row of text that the page shows after something was saved. */
const success = (page) => page.locator('.notice[data-color="success"]');

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the pipeline is filtered, and the filter lives in the address", async ({ house, page }) => {
      await page.goto(`${house.origin}/pipeline?view=table`);
      const name = await page.locator("tbody tr th a").first().innerText();
      await page.locator(".filter > summary").click();
      await page.locator("#q").fill(name);
      await page.locator('.filter__form button[type="submit"]').click();
      await expect(page).toHaveURL(/[?&]q=/);
      await expect(page).toHaveURL(/view=table/);
      const names = await page.locator("tbody tr th a").allInnerTexts();
      expect(names.length).toBeGreaterThan(0);
      for (const found of names) expect(found.toLowerCase()).toContain(name.toLowerCase());
      await page.locator("#q").fill("finnes ikke i dette huset");
      await page.locator('.filter__form button[type="submit"]').click();
      await expect(page.locator(".empty")).toBeVisible();
    });

    test("a column is sorted by its head, both ways", async ({ house, page }) => {
      await page.goto(`${house.origin}/pipeline?view=table`);
      const head = page.locator("thead th").first();
      await head.locator("a").click();
      await expect(head).toHaveAttribute("aria-sort", "ascending");
      const up = await page.locator("tbody tr th a").allInnerTexts();
      await head.locator("a").click();
      await expect(head).toHaveAttribute("aria-sort", "descending");
      const down = await page.locator("tbody tr th a").allInnerTexts();
      expect(up[0]).not.toBe(down[0]);
    });

    test("a startup is moved by the form on its card", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline`);
      const card = movable(page, "intake").first();
      const name = await card.getAttribute("data-name");
      await card.locator("summary").click();
      const target = await card.locator("[data-move-stage] option:checked").innerText();
      await card.locator('[data-move-form] button[type="submit"]').click();
      await expect(success(page)).toBeVisible();
      const column = page.locator(`[data-stage-name="${target}"]`).first();
      await expect(column.locator(`[data-name="${name}"]`)).toHaveCount(1);
    });

    test("a refused move keeps what was typed and says why", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline`);
      const card = movable(page, "mentoring").first();
      await card.locator("summary").click();
      // Long before anything happened to this startup.
      await card.locator("[data-move-date]").fill("1995-05-17");
      await card.locator('[data-move-form] button[type="submit"]').click();
      await expect(page.locator("#error-summary")).toBeFocused();
      await expect(page.locator("#on")).toHaveValue("1995-05-17");
      await expect(page.locator("#on")).toHaveAttribute("aria-invalid", "true");
      await expect(page.locator("#on-error")).not.toBeEmpty();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    });

    test("a headcount is refused, mended and seen on the timeline", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline?view=table`);
      await page.locator("tbody tr th a").first().click();
      await page.locator("#record-headcount > summary").click();
      await page.locator("#headcount-employees").fill("tolv");
      await page.locator("#headcount-evidence").fill("</textarea><script>canary</script>");
      await page.locator('#record-headcount button[type="submit"]').click();
      await expect(page.locator("#headcount-employees")).toHaveValue("tolv");
      await expect(page.locator("#headcount-employees-error")).toBeVisible();
      await expect(page.locator("#error-summary")).toBeFocused();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await expect(page.locator("#headcount-evidence")).toHaveValue("</textarea><script>canary</script>");
      await page.locator("#headcount-employees").fill("137");
      await page.locator('#record-headcount button[type="submit"]').click();
      await expect(success(page)).toBeVisible();
      await expect(page.locator(".timeline")).toContainText("137 ansatte");
      expect(await page.content()).not.toContain("<script>canary");
      // The figures follow at once: the startup's own table says what it counts.
      await expect(page.locator("#jobs-curve")).toContainText("137");
    });

    test("a fact is corrected, and the old one stays with the reason", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/pipeline?view=table`);
      await page.locator("tbody tr th a").first().click();
      const startup = page.url().split("?")[0];
      await page.locator('.timeline__item[data-kind="headcount"]:not([data-superseded]) .timeline__source a').first().click();
      await page.locator('input[name="employees"]').fill("93");
      await page.locator('[name="reason"]').first().fill("Talt på nytt");
      await page.locator('main form button[type="submit"]').first().click();
      await expect(page).toHaveURL(new RegExp(`^${startup}`));
      await expect(page.locator(".timeline")).toContainText("93 ansatte");
      await expect(page.locator(".timeline")).toContainText("Talt på nytt");
      await expect(page.locator(".timeline__item[data-superseded]").first()).toBeVisible();
    });

    test("a figure is opened down to its rows, and the rows as CSV agree", async ({ house, page, request }) => {
      await page.goto(`${house.origin}/figures`);
      await page.locator(".figure-card__foot a").first().click();
      await expect(page.locator(".figure-sentence")).toBeVisible();
      const rows = await page.locator("#in tbody tr").count();
      expect(rows).toBeGreaterThan(10);
      const csv = await page.locator("#in a[download]").getAttribute("href");
      const answer = await request.get(new URL(csv, house.origin).href);
      expect(answer.headers()["content-type"]).toContain("text/csv");
      const lines = (await answer.text()).trim().split(/\r?\n/);
      const out = await page.locator("#out tbody tr").count();
      expect(lines.length - 1).toBe(rows + out);
    });

    test("a figure as of another day is another figure, and says which day", async ({ house, page }) => {
      await page.goto(`${house.origin}/figures/jobs.gross_increase`);
      const now = await page.locator(".figure-sentence").innerText();
      await page.locator(".filter > summary").click();
      await page.locator("#as_of").fill("2018-12-31");
      await page.locator('.filter__form button[type="submit"]').click();
      await expect(page).toHaveURL(/as_of=2018-12-31/);
      await expect(page.locator(".figure-sentence")).toContainText("31.12.2018");
      expect(await page.locator(".figure-sentence").innerText()).not.toBe(now);
    });

    test("the language is changed and stays changed", async ({ fresh, page }) => {
      await page.goto(`${fresh.origin}/figures`);
      await page.locator('button[name="lang"][value="en"]').click();
      await expect(page).toHaveURL(/\/figures/);
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
      await expect(page.locator("main h1")).toHaveText("Figures");
      await page.goto(`${fresh.origin}/pipeline`);
      await expect(page.locator("main h1")).toHaveText("Pipeline");
    });

    test("a sheet is uploaded, previewed, confirmed, seen and undone", async ({ fresh, page }) => {
      const sheet = [
        "Navn;Org.nr;Kull;Opptak;Uttak;Status;Ansatte 2019;Ansatte 2020",
        "Prøvebedrift Én;;2019 vår;01.03.2019;;;2;5",
        "Prøvebedrift Æøå;;2019 vår;01.03.2019;01.06.2020;;1;3",
      ].join("\r\n");
      await page.goto(`${fresh.origin}/imports`);
      await page.locator("#file").setInputFiles({ name: "prøve.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await page.locator('main form[enctype] button[type="submit"]').click();
      await expect(page.locator("main")).toContainText("Prøvebedrift Æøå");
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      const preview = page.url();
      await page.goto(`${fresh.origin}/pipeline?view=table&q=Prøvebedrift`);
      await expect(page.locator(".empty"), "a preview writes nothing").toBeVisible();
      await page.goto(preview);
      await page.locator('form[action$="import"] button[type="submit"], main section form.form button[type="submit"]').first().click();
      // The page asks again by itself while the import is written.
      await expect(page.locator('button[data-color="danger"]')).toBeVisible({ timeout: 20_000 });
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      const done = page.url();
      await page.goto(`${fresh.origin}/pipeline?view=table&q=Prøvebedrift`);
      await expect(page.locator("tbody tr")).toHaveCount(2);
      await page.goto(done);
      await page.locator('button[data-color="danger"]').click();
      await expect(success(page)).toBeVisible();
      await page.goto(`${fresh.origin}/pipeline?view=table&q=Prøvebedrift`);
      await expect(page.locator(".empty")).toBeVisible();
    });

    test("a sheet with bad cells shows every one of them and offers nothing to confirm", async ({ fresh, page }) => {
      const sheet = [
        "Navn;Org.nr;Opptak;Ansatte 2019",
        "Feil Én;000000000;01.03.2019;2",
        "Feil To;;hverken dag eller dato;mange",
      ].join("\r\n");
      await page.goto(`${fresh.origin}/imports`);
      await page.locator("#file").setInputFiles({ name: "feil.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await page.locator('main form[enctype] button[type="submit"]').click();
      const bad = page.locator("main .table-scroll tbody").first();
      for (const value of ["000000000", "hverken dag eller dato", "mange"]) await expect(bad).toContainText(value);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await expect(page.locator('main form.form button[type="submit"]')).toHaveCount(0);
    });
  });
}

test.describe("by hand", () => {
  // Wide enough for the whole board: a drag test is about the card, not about scrolling under way.
  test.use({ viewport: { width: 2800, height: 1400 } });

  /** Drags as a hand does: press, move a little, move over, let go. */
  async function drag(page, card, target) {
    await expect(card, "the island is awake").toHaveAttribute("draggable", "true");
    const from = await card.boundingBox();
    const to = await target.boundingBox();
    await page.mouse.move(from.x + from.width - 15, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width - 10, from.y + 20, { steps: 4 });
    await page.mouse.move(to.x + 40, to.y + 40, { steps: 6 });
    await page.mouse.up();
  }
  const cards = (column) => column.locator("[data-cards]");

  test("a card is dragged to another stage, and the move is confirmed in its form", async ({ fresh, page }) => {
    await page.goto(`${fresh.origin}/pipeline`);
    const card = movable(page, "mentoring").first();
    const name = await card.getAttribute("data-name");
    const target = page.locator('[data-phase="mentoring"] [data-stage]').nth(1);
    const stage = await target.getAttribute("data-stage-name");
    await drag(page, card, cards(target));
    const moved = target.locator(`[data-name="${name}"]`);
    await expect(moved).toHaveCount(1);
    await expect(moved.locator("[data-move-stage] option:checked")).toHaveText(stage);
    await expect(moved.locator("[data-move-date]")).toBeFocused();
    await expect(page.locator('.board-drag [role="status"]')).toContainText(name);
    expect(await violations(page)).toEqual([]);
    await moved.locator('[data-move-form] button[type="submit"]').click();
    await expect(success(page)).toBeVisible();
    // Not merely laid there: the table, read from the facts, says so too.
    await page.goto(`${fresh.origin}/pipeline?view=table&q=${encodeURIComponent(name)}`);
    await expect(page.locator("tbody tr").first()).toContainText(stage);
  });

  test("a card dragged out of the house asks for the reason; Escape puts it back", async ({ house, page }) => {
    await page.goto(`${house.origin}/pipeline`);
    const card = movable(page, "mentoring").first();
    const name = await card.getAttribute("data-name");
    const home = page.locator('[data-phase="mentoring"] [data-stage]').first();
    const out = page.locator('[data-phase="exit"] [data-stage]').first();
    await drag(page, card, cards(out));
    const laid = out.locator(`[data-name="${name}"]`);
    await expect(laid.locator("[data-move-reason]")).toBeFocused();
    await expect(laid.locator("[data-move-reason]")).toHaveAttribute("required", "");
    await page.keyboard.press("Escape");
    await expect(home.locator(`[data-name="${name}"]`)).toHaveCount(1);
    await expect(out.locator(`[data-name="${name}"]`)).toHaveCount(0);
    await expect(home.locator("[data-card]").first(), "back in its own place").toHaveAttribute("data-name", name);
  });

  test("a card cannot be dropped where it may not go", async ({ house, page }) => {
    await page.goto(`${house.origin}/pipeline`);
    const card = movable(page, "intake").first();
    const name = await card.getAttribute("data-name");
    const out = page.locator('[data-phase="exit"] [data-stage]').first();
    await drag(page, card, cards(out));
    await expect(out.locator(`[data-name="${name}"]`)).toHaveCount(0);
    await expect(page.locator('.board-drag [role="status"]')).toBeEmpty();
  });
});

test("a curve is read off with the arrow keys and with the pointer", async ({ house, page }) => {
  await page.goto(`${house.origin}/figures`);
  const chart = page.locator(".chart-pointer").first();
  const range = chart.locator('input[type="range"]');
  await expect(range).toBeVisible();
  const last = await range.getAttribute("aria-valuetext");
  expect(last).toMatch(/\d/);
  await range.focus();
  await page.keyboard.press("ArrowLeft");
  const before = await range.getAttribute("aria-valuetext");
  expect(before).not.toBe(last);
  await expect(chart.locator(".chart-pointer__text")).toHaveText(before);
  await chart.locator("svg[data-left]:visible").hover({ position: { x: 80, y: 60 } });
  await expect(range).not.toHaveAttribute("aria-valuetext", before);
});

test("the keyboard reaches the content first, and everything has a visible focus", async ({ house, page }) => {
  await page.goto(`${house.origin}/`);
  await page.keyboard.press("Tab");
  const skip = page.locator(".ds-skip-link");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    });
    expect(ring, `focus ${step}`).toBe(true);
  }
});

test("the same pages stand on PostgreSQL", async ({ page }) => {
  test.setTimeout(120_000);
  const house = await startHouse({ database: "postgres" });
  try {
    for (const path of ["/", "/pipeline", "/figures", "/figures/survival.exits", "/imports"]) {
      const answer = await page.goto(`${house.origin}${path}`);
      expect(answer?.status(), path).toBe(200);
      await expect(page.locator("main h1")).toBeVisible();
    }
  } finally {
    await house.stop();
  }
});
