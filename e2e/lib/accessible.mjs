// WCAG 2.2, levels A and AA, as far as a machine can tell.
import AxeBuilder from "@axe-core/playwright";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What hangs on the colours alone: all that can differ between light and dark. */
export const COLOURS = ["color-contrast", "link-in-text-block"];

/** What is wrong with the page as it stands, one line for each rule; empty when nothing is. What is folded away counts too. */
export async function violations(page, { rules } = {}) {
  // The menu's fold lies over the page while it is open, as menus do: what is under it would count as hidden.
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = !fold.closest(".site-nav"))));
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  return found.map(({ id, nodes }) => {
    const [first] = nodes;
    return `${page.url()}: ${id} (${nodes.length}): ${first.html.slice(0, 160)}: ${first.failureSummary}`;
  });
}
