// A real mail server on loopback that puts what it accepts into a folder, one file each.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";

/** Starts one on a free port: `url` for `GROBUNN_SMTP_URL`, `outbox` the folder of its mail, `stop`. */
export async function startMailServer() {
  const folder = mkdtempSync(join(tmpdir(), "grobunn-mail-"));
  const outbox = join(folder, "mail");
  mkdirSync(outbox);
  let accepted = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, _session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        accepted += 1;
        writeFileSync(join(outbox, `${String(accepted).padStart(4, "0")}.eml`), Buffer.concat(chunks));
        done();
      });
    },
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const stop = async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `smtp://127.0.0.1:${server.server.address().port}?tls=none`, outbox, stop };
}
