// Passkeys: asks the browser for one when the form is sent, and puts its answer into the form.
// A form has a hidden field with data-passkey ("get" or "create") and data-options from the server.
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function asked(options) {
    const key = { ...options, challenge: bytes(options.challenge) };
    if (options.user) {
      key.user = { ...options.user, id: bytes(options.user.id) };
      key.excludeCredentials = named(options.excludeCredentials);
    } else {
      key.allowCredentials = named(options.allowCredentials);
    }
    return { publicKey: key };
  }

  function told(credential) {
    const from = credential.response;
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (from[name]) response[name] = text(from[name]);
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
  }

  function say(field, why) {
    const place = document.getElementById(field.dataset.says);
    place.textContent = "";
    if (!why) return;
    const line = document.createElement("p");
    line.className = "field-error";
    line.textContent = place.dataset[why];
    place.append(line);
  }

  async function answer(field) {
    if (!window.PublicKeyCredential) return say(field, "unknown");
    const { asked: second, publicKey } = JSON.parse(field.dataset.options);
    try {
      const credential = await navigator.credentials[field.dataset.passkey](asked(publicKey));
      field.value = JSON.stringify({ asked: second, credential: told(credential) });
      field.form.submit();
    } catch (error) {
      say(field, { NotAllowedError: "stopped", InvalidStateError: "known" }[error.name] || "failed");
    }
  }

  for (const words of document.querySelectorAll("[data-without-script]")) words.remove();

  for (const field of document.querySelectorAll("input[data-passkey]")) {
    let busy = false;
    const begin = async () => {
      if (busy) return;
      busy = true;
      say(field, "");
      await answer(field);
      busy = false;
    };
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      begin();
    });
    if ("start" in field.dataset) begin();
  }
})();
