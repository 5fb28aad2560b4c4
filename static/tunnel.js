/* Forms that outlive a tunnel. Every page works without this file.

   data-stay            the form is sent by script, so that the page stays when the network doesn't
   data-draft           what is typed is kept in this browser until it is saved, discarded, or they sign out;
                        each tab keeps its own, and a new one takes up what a closed one left
   data-draft="fresh"   and nothing was typed into the page as it came: a draft may be put in its place
   data-restored        shown when a draft came back, with its [data-restored-at] and a button [data-discard] */
(() => {
  "use strict";

  const body = document.body;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const tellApp = (form, what, detail) => form.dispatchEvent(new CustomEvent(`form:${what}`, { bubbles: true, detail }));

  // ── Sending ────────────────────────────────────────────────────────────────
  const PATIENCE = 20_000;

  const post = async (form, address) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      return await fetch(address, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Stay": "1" },
        redirect: "manual",
        signal: patience.signal,
      });
    } catch {
      return null; // no network, or no answer in time: perhaps saved, perhaps not
    } finally {
      clearTimeout(timer);
    }
  };

  const send = async (form, address) => {
    tellApp(form, "untell");
    const answer = await post(form, address);
    const saved = answer?.status === 204 && answer.headers.get("X-See-Other");
    if (saved) {
      drop(form);
      location.assign(saved);
    } else if (answer && answer.status < 500) {
      form.action = address; // mistakes, the sign-in page: theirs to show, so the form goes there as a page
      form.submit();
    } else {
      tellApp(form, "free");
      tellApp(form, "tell", body.dataset.sayUnsent);
    }
  };

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("form[data-stay]")) return;
    event.preventDefault();
    if (submitter?.matches(".no-js")) { // Enter in a field: what that button shows stands beside the form already
      tellApp(form, "free");
      document.activeElement?.blur();
      return;
    }
    send(form, submitter?.getAttribute("formaction") || form.action);
  });

  // ── Drafts ─────────────────────────────────────────────────────────────────
  const PREFIX = "lostdeals.draft ";
  const MARKS = new Set(["csrfmiddlewaretoken", "typed_by", "submission"]);
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const WAIT = 300;
  const done = new WeakSet();

  const mine = (form) => `${PREFIX}${form.elements.typed_by?.value} `;
  // A no about somebody in particular has its own draft.
  const about = (form) => all("input[type=hidden][name=prospect], input[type=hidden][name=deal]", form).map((field) => field.value);
  const place = (form) => mine(form) + [form.getAttribute("action"), ...about(form)].join(" ");
  // Every form keeps its own: two tabs are two noes.
  const spot = (form, submission = form.elements.submission.value) => `${place(form)}#${submission}`;
  const isFresh = (form) => form.dataset.draft === "fresh";
  const fields = (form) => [...form.elements].filter((field) => field.name && !MARKS.has(field.name));
  const isText = (field) => field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox])");
  const hasWords = (form) => fields(form).some((field) => isText(field) && field.value.trim() && field.value !== field.defaultValue);

  const stored = (key) => {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Date.now() - draft.at < KEPT_FOR ? draft : null;
    } catch {
      return null;
    }
  };

  const removeWhere = (matches) => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && matches(key)).forEach((key) => localStorage.removeItem(key));
    } catch { /* private mode: nothing was kept */ }
  };

  const write = (form) => {
    if (done.has(form)) return;
    const key = spot(form);
    if (isFresh(form) && !hasWords(form)) {
      removeWhere((other) => other === key);
      return;
    }
    const typed = [...new FormData(form)].filter(([name]) => !MARKS.has(name));
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), submission: form.elements.submission.value, typed }));
    } catch { /* no room, or private mode: the page itself still holds it */ }
  };

  // Saved: every draft of this very form goes, wherever it was written down.
  const drop = (form) => {
    if (!form.matches("form[data-draft]")) return;
    done.add(form);
    const submission = form.elements.submission.value;
    removeWhere((key) => stored(key)?.submission === submission);
  };

  // ── Whose draft it is: a tab holds the key of its form for as long as it is open ────────────────────────
  const HELD_WAIT = 3_000; // a page just left or closed may still be letting go
  const held = new Map();

  // Whether no other tab holds this submission; where the browser can't tell, none does.
  const take = (submission, { signal, atOnce } = {}) => {
    if (!navigator.locks || held.has(submission)) return Promise.resolve(true);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), HELD_WAIT);
    signal?.addEventListener("abort", () => patience.abort());
    return new Promise((tell) => {
      navigator.locks.request(`lostdeals.form ${submission}`, atOnce ? { ifAvailable: true } : { signal: patience.signal }, (lock) => {
        clearTimeout(timer);
        tell(Boolean(lock));
        return lock && new Promise((release) => { held.set(submission, release); });
      }).catch(() => tell(false));
    });
  };

  const letGo = (submission) => {
    held.get(submission)?.();
    held.delete(submission);
  };

  const freshKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const kept = (form) => { // newest first; before there was one to a form, a draft stood at its place
    try {
      return Object.keys(localStorage).filter((key) => key === place(form) || key.startsWith(`${place(form)}#`))
        .map(stored).filter(Boolean).sort((one, other) => other.at - one.at);
    } catch {
      return [];
    }
  };

  // As it stands once it is ours: the tab that let go of it may have written on, or saved it.
  const asLeft = (form, submission) => kept(form).find((draft) => draft.submission === submission);

  const takeUpOne = async (form) => {
    const keys = kept(form).map((draft) => draft.submission);
    for (const key of keys) {
      if (await take(key, { atOnce: true })) return asLeft(form, key);
    }
    const found = new AbortController();
    const taken = keys.map(async (key) => {
      if (!await take(key, found)) throw new Error("held");
      if (found.signal.aborted || !asLeft(form, key)) {
        letGo(key);
        throw new Error("gone");
      }
      found.abort();
      return asLeft(form, key);
    });
    return Promise.any(taken).catch(() => null);
  };

  // Puts values back; returns those whose fields aren't on the page (a part of it may still be on its way).
  const fill = (form, typed) => {
    const names = new Set(fields(form).map((field) => field.name));
    const left = new Map();
    typed.filter(([name]) => names.has(name)).forEach(([name, value]) => left.set(name, [...(left.get(name) || []), value]));
    fields(form).forEach((field) => {
      const values = left.get(field.name) || [];
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
      else if (values.length && field.matches("select[multiple]")) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
      else if (values.length) field.value = values.shift();
      if (isText(field) && field.value !== field.defaultValue) field.closest("details")?.setAttribute("open", "");
    });
    return typed.filter(([name]) => !names.has(name));
  };

  const fillTheRestLater = (form, rest) => {
    let waiting = rest;
    const later = () => {
      const here = new Set(fields(form).map((field) => field.name));
      waiting.filter(([name]) => here.has(name)).forEach(([name, value]) => {
        fields(form).filter((field) => field.name === name && field.value === value && field.matches("[type=radio], [type=checkbox]"))
          .forEach((field) => { field.checked = true; });
      });
      waiting = waiting.filter(([name]) => !here.has(name));
      if (!waiting.length) body.removeEventListener("htmx:afterSettle", later);
    };
    if (waiting.length) body.addEventListener("htmx:afterSettle", later);
  };

  const timeOf = (at) => {
    const day = new Date(at);
    const isToday = day.toDateString() === new Date().toDateString();
    const style = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    if (!isToday) Object.assign(style, { weekday: "short", day: "numeric", month: "short" });
    const { lang } = document.documentElement;
    return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, style).format(day); // days as on our pages
  };

  const tellRestored = (form, draft, ownKey) => {
    const bar = document.querySelector("[data-restored]");
    bar.querySelector("[data-restored-at]").textContent = timeOf(draft.at);
    bar.hidden = false;
    setTimeout(() => { document.getElementById("live").textContent = bar.querySelector("span").textContent; }, 60);
    bar.querySelector("[data-discard]").addEventListener("click", () => {
      form.reset();
      form.elements.submission.value = ownKey;
      remember(form);
      removeWhere((key) => stored(key)?.submission === draft.submission);
      take(ownKey);
      bar.hidden = true;
      changed(form);
      fields(form).find(isText)?.focus();
    }, { once: true });
  };

  const changed = (form) => form.dispatchEvent(new Event("change", { bubbles: true }));
  // The same entry of the browser's history is the same form: Back and Save again is one no, not two.
  const remember = (form) => history.replaceState({ ...history.state, submission: form.elements.submission.value }, "");

  // The draft this form goes on with: that of its own entry of the history, else one that nobody has open.
  const takeUp = async (form, cameBack) => {
    const before = history.state?.submission;
    const own = before && asLeft(form, before);
    if (before && (cameBack || own) && await take(before)) return asLeft(form, before) || { submission: before };
    return cameBack ? null : takeUpOne(form);
  };

  const goOn = async (form) => {
    const key = form.elements.submission;
    const [ownKey, cameBack, drawn] = [key.value, hasWords(form), JSON.stringify([...new FormData(form)])];
    const draft = await takeUp(form, cameBack);
    const isTouched = JSON.stringify([...new FormData(form)]) !== drawn; // typed into while we asked
    if (!draft) return;
    if (isTouched) {
      letGo(draft.submission);
      return;
    }
    key.value = draft.submission;
    if (!draft.typed) return;
    fillTheRestLater(form, fill(form, draft.typed));
    if (!cameBack) tellRestored(form, draft, ownKey);
    changed(form);
  };

  const begin = async (form) => {
    listen(form);
    removeWhere((other) => !other.startsWith(mine(form)) || !stored(other));
    if (isFresh(form)) await goOn(form);
    await take(form.elements.submission.value);
    remember(form);
  };

  const listen = (form) => {
    let timer = 0;
    const soon = (event) => {
      if (!event.isTrusted) return;
      clearTimeout(timer);
      timer = setTimeout(() => { timer = 0; write(form); }, WAIT);
    };
    const now = () => {
      if (!timer) return;
      clearTimeout(timer);
      timer = 0;
      write(form);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    addEventListener("pagehide", now);
    document.addEventListener("visibilitychange", now);
  };

  // Back from the browser's memory: the same form, unless another tab has taken it up meanwhile.
  const comeBack = async (form) => {
    done.delete(form);
    if (await take(form.elements.submission.value)) return;
    form.elements.submission.value = freshKey();
    await take(form.elements.submission.value);
    remember(form);
  };

  addEventListener("pageshow", (event) => {
    all("form[data-draft]").forEach((form) => { (event.persisted ? comeBack : begin)(form); });
  });
  addEventListener("pagehide", () => { [...held.keys()].forEach(letGo); });
})();
