// Saves every form marked data-autosave while somebody types in it. What it reads:
//   data-autosave, where it is saved; data-saved, data-saving, data-failed, data-refused: what is said of it;
//   inside it: [data-said], where that is said; [data-upload]: a file input whose button is pressed once a file is chosen.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-said]");
  let waiting, under, dirty = false, sent = false;
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

  const save = async () => {
    clearTimeout(waiting);
    if (sent || !dirty) return;
    // One at a time, or an older text could come after a newer one.
    if (under) return;
    dirty = false;
    under = fetch(form.dataset.autosave, { method: "POST", body: typed(), headers: { accept: "application/json" }, keepalive: true });
    try {
      const answer = await under;
      const at = answer.ok ? await answer.json() : undefined;
      if (at === "") said.textContent = form.dataset.refused;
      else if (at) said.textContent = `${form.dataset.saved} ${at}`;
      else throw new Error(answer.status);
    } catch {
      dirty = true;
      said.textContent = form.dataset.failed;
      waiting = setTimeout(save, 5000);
    } finally {
      under = undefined;
    }
    if (dirty) waiting = setTimeout(save, 1000);
  };
  const later = (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, event.type === "change" ? 100 : 1000);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => (sent = true));
  // Whoever goes away in the middle of a word finds that word again.
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  // Back by the browser's own button: the form may be typed in again.
  addEventListener("pageshow", () => (sent = false));
  for (const file of form.querySelectorAll("input[type=file]"))
    file.addEventListener("change", () => {
      const button = file.parentElement.querySelector("button[formaction]");
      if (file.files.length && button) form.requestSubmit(button);
    });
}
