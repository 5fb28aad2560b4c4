/* Passkeys: a press asks the server for a challenge, the browser for a passkey, and sends what it said as a form.

   form[data-passkey]   what it is for: sign-in, second-step, again, add      data-ask   where the challenge comes from
   [name=credential]    takes the answer                                       [data-passkey-said]   shown when none came
   [data-passkey-there]  shown when the device keeps one already
   Without a browser that knows passkeys the form stays hidden. */
(() => {
  "use strict";

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

  const challenge = async (form) => {
    const body = new URLSearchParams({ for: form.dataset.passkey, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(form.dataset.ask, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
    const { publicKey } = await answer.json();
    return { ...publicKey, challenge: bytes(publicKey.challenge) };
  };

  const create = async (asked) => {
    const publicKey = { ...asked, user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: known(asked.excludeCredentials) };
    const made = await navigator.credentials.create({ publicKey });
    return [made, { attestationObject: text(made.response.attestationObject) }];
  };

  const get = async (asked) => {
    const found = await navigator.credentials.get({ publicKey: { ...asked, allowCredentials: known(asked.allowCredentials) } });
    const { authenticatorData, signature, userHandle } = found.response;
    return [found, { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle && text(userHandle) }];
  };

  const ask = async (form) => {
    const asked = await challenge(form);
    const [passkey, said] = await (form.dataset.passkey === "add" ? create(asked) : get(asked));
    form.elements.credential.value = JSON.stringify({
      id: passkey.id,
      rawId: text(passkey.rawId),
      type: passkey.type,
      response: { clientDataJSON: text(passkey.response.clientDataJSON), ...said },
      clientExtensionResults: passkey.getClientExtensionResults(),
    });
    form.submit();
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = !window.PublicKeyCredential;
    const said = form.querySelector("[data-passkey-said]");
    const there = form.querySelector("[data-passkey-there]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      [said, there].forEach((one) => one && (one.hidden = true));
      try {
        await ask(form);
      } catch (error) {
        // So a browser answers when the device keeps one of the excluded passkeys.
        (error.name === "InvalidStateError" && there ? there : said).hidden = false;
        form.dispatchEvent(new CustomEvent("form:free", { bubbles: true }));
      }
    });
  });
})();
