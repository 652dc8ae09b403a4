// Every page that can be reached by links, without a browser.

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** How many pages of one kind are visited: of those without a question, of those with one, and in all. */
const PLAIN = 4;
const ASKED = 1;
const IN_ALL = 300;

/** What kind of page an address leads to: ids and values do not matter, which questions are asked does. */
export function shape(address) {
  const url = new URL(address);
  const keys = [...new Set(url.searchParams.keys())].sort();
  const path = url.pathname.replace(UUID, ":id").replace(/(figures\/)[^/]+/, "$1:figure").replace(/(definitions\/)[^/]+/, "$1:definition");
  return keys.length > 0 ? `${path}?${keys.join("&")}` : path;
}

/** What a page looks like: which page and which view of it. Filters and orders change rows, not the look. */
export function layout(address) {
  const url = new URL(address);
  const view = url.searchParams.get("view");
  const path = shape(url.origin + url.pathname);
  return view ? `${path}?view=${view}` : path;
}

const unescape = (text) =>
  text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name] ?? "'");

/** The addresses a page links to, on the same origin. */
export function links(html, from) {
  const found = new Set();
  for (const [, href] of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
    const url = new URL(unescape(href), from);
    url.hash = "";
    if (url.origin === new URL(from).origin) found.add(url.href);
  }
  return [...found];
}

/**
 * Follows links from the front page. Gives each answer: address, shape, status, type, text (of HTML) and who links to it.
 * `headers` go along with every request: a cookie for another language.
 */
export async function crawl(origin, headers = {}) {
  const seen = new Map();
  const counts = new Map();
  const queue = [[`${origin}/`, "(start)"]];
  const answers = [];
  while (queue.length > 0 && answers.length < IN_ALL) {
    const [address, by] = queue.shift();
    if (seen.has(address)) continue;
    seen.set(address, by);
    const kind = shape(address);
    const visited = counts.get(kind) ?? 0;
    if (visited >= (kind.includes("?") ? ASKED : PLAIN)) continue;
    counts.set(kind, visited + 1);
    const response = await fetch(address, { headers, redirect: "manual" });
    const type = response.headers.get("content-type") ?? "";
    const html = type.startsWith("text/html");
    const text = html ? await response.text() : ((await response.arrayBuffer()), "");
    answers.push({ address, by, shape: kind, status: response.status, type, html, text, headers: response.headers });
    // Where a mail leads is its reader's, and nothing to whoever looks at all mail of the demo.
    if (html && new URL(address).pathname !== "/dev/outbox") for (const link of links(text, address)) queue.push([link, address]);
  }
  return answers;
}

/** One page for each layout: the longest found, because what is rare stands on the long ones. */
export function onePerLayout(answers) {
  const longest = new Map();
  for (const answer of answers.filter(({ html }) => html)) {
    const kind = layout(answer.address);
    if (answer.text.length > (longest.get(kind)?.text.length ?? 0)) longest.set(kind, { ...answer, layout: kind });
  }
  return [...longest.values()];
}
