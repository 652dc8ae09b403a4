// Lets every form marked data-passkey ask the browser for a passkey before it is sent. What it reads:
//   data-passkey="create" or "get"; data-options, where the question comes from;
//   data-cancelled, data-known, data-unsupported, data-failed: what is said when there is no answer;
//   inside it: [name=ceremony] and [name=answer], filled in; [data-said], where that is said.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const said = form.querySelector("[data-said]");
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  const ask = async () => {
    const response = await fetch(form.dataset.options, { method: "POST" });
    const told = await response.json();
    if (told.go) return location.assign(told.go);
    if (!response.ok) return (said.textContent = told.sentence ?? form.dataset.failed);
    const { publicKey } = told;
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    for (const list of ["excludeCredentials", "allowCredentials"])
      if (publicKey[list]) publicKey[list] = keys(publicKey[list]);
    const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
    const answer = { clientDataJSON: text(made.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (made.response[part]) answer[part] = text(made.response[part]);
    if (made.response.getTransports) answer.transports = made.response.getTransports();
    const extensions = made.getClientExtensionResults();
    form.elements.ceremony.value = told.ceremony;
    form.elements.answer.value = JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response: answer,
      extensions: extensions.credProps ? { credProps: extensions.credProps } : {},
    });
    form.submit();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    if (!window.PublicKeyCredential) return (said.textContent = form.dataset.unsupported);
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      await ask();
    } catch (error) {
      const why = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "unsupported" };
      said.textContent = form.dataset[why[error.name] ?? "failed"];
    }
    button.disabled = false;
  });
}
