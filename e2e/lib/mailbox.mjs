// Mail as a house without a mail server writes it: one file each.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The texts of the messages that went to an address, oldest first. */
export function mails(house, to) {
  if (!existsSync(house.outbox)) return [];
  const files = readdirSync(house.outbox).filter((name) => name.endsWith(".eml")).sort();
  return files.map((name) => readFileSync(join(house.outbox, name), "utf8")).filter((mail) => mail.toLowerCase().includes(`to: ${to}`) || mail.includes(`<${to}>`)).map(decoded);
}

/** The text part, as its reader sees it. */
function decoded(mail) {
  const [head, ...parts] = mail.split(/\r?\n--[^\r\n]+\r?\n/);
  const part = parts.find((part) => /content-type: text\/plain/i.test(part)) ?? head;
  const [headers, ...body] = part.split(/\r?\n\r?\n/);
  const text = body.join("\n\n");
  if (/base64/i.test(headers)) return Buffer.from(text, "base64").toString("utf8");
  if (!/quoted-printable/i.test(headers)) return text;
  const bytes = text.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** What a message says that has a code to sign in with. */
export const CODE = /^\s*([2-9A-HJ-NP-Z]{6}|[2-9A-HJ-NP-Z]{3}[ -][2-9A-HJ-NP-Z]{3})\s*$/m;

/** Waits for a message to an address that came after `known` others, and that says something: an earlier one may still be on its way. */
export async function nextMail(house, to, known = 0, says = /./) {
  for (let tries = 0; tries < 150; tries += 1) {
    const found = mails(house, to).slice(known).filter((mail) => says.test(mail));
    if (found.length > 0) return found.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${to} within 15 s (${known} before)`);
}
