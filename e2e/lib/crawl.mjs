// Every page that can be reached by links, without a browser.

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** How many pages of one shape are visited, and how many in all. */
const PER_SHAPE = 3;
const IN_ALL = 400;

/** What kind of page an address leads to: ids and values do not matter, which questions are asked does. */
export function shape(address) {
  const url = new URL(address);
  const keys = [...new Set(url.searchParams.keys())].sort();
  const path = url.pathname.replace(UUID, ":id").replace(/(figures\/)[^/]+/, "$1:figure");
  return keys.length > 0 ? `${path}?${keys.join("&")}` : path;
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
    if (visited >= PER_SHAPE) continue;
    counts.set(kind, visited + 1);
    const response = await fetch(address, { headers, redirect: "manual" });
    const type = response.headers.get("content-type") ?? "";
    const html = type.startsWith("text/html");
    const text = html ? await response.text() : ((await response.arrayBuffer()), "");
    answers.push({ address, by, shape: kind, status: response.status, type, html, text, headers: response.headers });
    if (html) for (const link of links(text, address)) queue.push([link, address]);
  }
  return answers;
}

/** One page for each shape, the first found. */
export function onePerShape(answers) {
  const first = new Map();
  for (const answer of answers) if (answer.html && !first.has(answer.shape)) first.set(answer.shape, answer);
  return [...first.values()];
}
