/* Forms that outlive a tunnel. Every page works without this file.

   data-stay            the form is sent by script, so that the page stays when the network doesn't
   data-draft           what is typed is kept in this browser until it is saved, discarded, or they sign out
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
    const key = place(form);
    if (isFresh(form) && !hasWords(form)) {
      removeWhere((other) => other === key && stored(other)?.submission === form.elements.submission.value);
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
    removeWhere((key) => key === place(form) || stored(key)?.submission === submission);
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
      removeWhere((key) => key === place(form));
      bar.hidden = true;
      changed(form);
      fields(form).find(isText)?.focus();
    }, { once: true });
  };

  const changed = (form) => form.dispatchEvent(new Event("change", { bubbles: true }));
  // The same entry of the browser's history is the same form: Back and Save again is one no, not two.
  const remember = (form) => history.replaceState({ ...history.state, submission: form.elements.submission.value }, "");

  const begin = (form) => {
    const key = form.elements.submission;
    const [ownKey, before, draft] = [key.value, history.state?.submission, stored(place(form))];
    removeWhere((other) => !other.startsWith(mine(form)));
    if (isFresh(form)) {
      const cameBack = hasWords(form);
      if (before && (cameBack || draft?.submission === before)) key.value = before;
      if (draft && (!cameBack || draft.submission === key.value)) {
        key.value = draft.submission;
        fillTheRestLater(form, fill(form, draft.typed));
        if (!cameBack) tellRestored(form, draft, ownKey);
        changed(form);
      }
    }
    remember(form);

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

  addEventListener("pageshow", (event) => {
    all("form[data-draft]").forEach((form) => {
      if (event.persisted) done.delete(form);
      else begin(form);
    });
  });
})();
