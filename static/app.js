/* Lost Deals: the little that plain HTML and htmx do not do. Every page works without this file.

   data-copy="#id"      a button that copies that element's text          data-open="#id"   opens that dialog
   data-lines           copied line by line, not as one                   id on a details   stays open across a swap
   data-live="text"     a swapped-in fragment says this through #live     data-focus        takes focus after a swap
   data-save            the form Ctrl+Enter saves                         data-key="d"      pressed by that single key
   data-tells="id"      what went wrong with that form is said here       form:tell, form:untell, form:free   events of tunnel.js
   data-key-row         a row J and K move over                           data-go="t"       reached by G then that key
   data-deed="address"  a tel: or mailto: link of a row; the row is asked for there as it is pressed
   data-later="address" a script that is fetched data-after seconds from now
   data-words="#id"     a mailto: or sms: link that takes its words from that box                 data-print  prints the page */
(() => {
  "use strict";

  const root = document.documentElement;
  const body = document.body;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  root.classList.add("js");

  // ── What screen readers hear ───────────────────────────────────────────────
  const live = document.getElementById("live");
  const say = (text) => {
    if (!live || !text) return;
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 60);
  };

  // ── Copy ───────────────────────────────────────────────────────────────────
  const textOf = (element) => {
    if ("value" in element) return element.value;
    return "lines" in element.dataset ? element.innerText.trim() : element.textContent.replace(/\s+/g, " ").trim();
  };

  const copyByHand = (text) => {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "vh";
    body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };

  const copy = async (button) => {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    const text = textOf(source);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyByHand(text);
      button.focus();
    }
    say(body.dataset.sayCopied);
    const label = button.querySelector("[data-copy-label]");
    if (!label) return;
    const before = label.dataset.before || label.textContent;
    label.dataset.before = before;
    label.textContent = body.dataset.sayCopied;
    setTimeout(() => { label.textContent = before; }, 2000);
  };

  // ── A mail or a message opens with the words as they stand in their box now ─
  const takeWords = (link) => {
    const words = document.querySelector(link.dataset.words).value.replace(/\r?\n/g, "\r\n");
    link.href = `${link.href.split("body=")[0]}body=${encodeURIComponent(words)}`;
  };

  // ── Busy: a pressed button waits for its answer, a second press does nothing ─
  const busy = new WeakSet();
  const submitterOf = (form, event) => event.submitter || form.querySelector("[type=submit]");

  const release = (form) => {
    busy.delete(form);
    // Its buttons may stand outside of it.
    [...form.elements].forEach((button) => button.removeAttribute("aria-busy"));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || form.method === "get") return;
    if (busy.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    busy.add(form);
    submitterOf(form, event)?.setAttribute("aria-busy", "true");
  }, true);

  document.addEventListener("form:free", (event) => release(event.target));

  // Back from the browser's memory: nothing is under way any more.
  addEventListener("pageshow", (event) => {
    if (event.persisted) all("form").forEach(release);
    // Fields the browser brought back: the plan beside them is worked out again.
    const log = document.getElementById("log");
    if (log?.querySelector("[name=conversation]:checked")) log.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // ── The time zone this device keeps, where nobody has chosen one yet ───────
  all("select[data-guess-zone]").forEach((select) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  });

  // ── A script its page needs only after a while stays out of the first visit ─
  const later = document.querySelector("[data-later]");
  if (later) setTimeout(() => import(later.dataset.later).catch(() => { /* no connection: the page stands as drawn */ }), Number(later.dataset.after) * 1000);

  // ── htmx: focus and words after a swap, a sentence when no answer came ─────
  // A preview on its way must not free the form it belongs to, so only an answer to a submit does.
  const bySubmit = (event) => event.detail.requestConfig?.triggeringEvent?.type === "submit";

  body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form");
    if (form && bySubmit(event)) release(form);
    if (form?.matches("[data-stay]") && event.detail.successful && event.detail.xhr.status === 200) untell(form, body.dataset.sayOffline);
  });

  const recount = (section) => {
    const here = section.querySelectorAll("[data-followup]").length;
    section.querySelector(".count").textContent = here + Number(section.dataset.more);
  };

  body.addEventListener("htmx:load", (event) => {
    const fresh = event.detail.elt;
    if (fresh === body || !fresh.matches) return;
    all("[data-section][data-more]").forEach(recount);
    const telling = fresh.matches("[data-live]") ? fresh : fresh.querySelector("[data-live]");
    if (telling) say(telling.dataset.live);
    const target = fresh.matches("[data-focus]") ? fresh : fresh.querySelector("[data-focus]");
    if (target) target.focus({ preventScroll: false });
  });

  // A fold somebody opened stays open when what it holds is swapped.
  const keepOpen = (before, after) => {
    all("details[open][id]", before).forEach((fold) => after.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute("open", ""));
  };
  body.addEventListener("htmx:oobBeforeSwap", (event) => keepOpen(event.detail.target, event.detail.fragment));

  // ── What went wrong, said where one looks: beside Save, or at the end of what was pressed ─
  const placesFor = (element) => {
    const form = element?.closest?.("form");
    const beside = form ? [...all("[data-tells]", form), ...(form.id ? all(`[data-tells="${form.id}"]`) : [])] : [];
    return beside.length ? beside : [element?.closest?.("[data-key-row], form, main") || document.getElementById("main")];
  };

  const untell = (element, text) => placesFor(element).forEach((place) => {
    const line = place.querySelector(":scope > .say-error");
    if (line && (!text || line.textContent === text)) line.remove();
  });

  const tell = (element, text) => {
    untell(element);
    placesFor(element).forEach((place) => {
      const line = document.createElement("p");
      line.className = "form-error say-error";
      line.textContent = text;
      place[place.matches("[data-tells]") ? "prepend" : "append"](line);
    });
    say(text);
  };
  document.addEventListener("form:tell", (event) => tell(event.target, event.detail));
  document.addEventListener("form:untell", (event) => untell(event.target));

  const noAnswer = (event) => {
    const form = event.detail.elt?.closest?.("form");
    if (form && busy.has(form) && !bySubmit(event)) return; // the page is being left
    tell(event.detail.elt, form?.matches("[data-stay]") ? body.dataset.sayOffline : body.dataset.sayError);
  };
  body.addEventListener("htmx:sendError", noAnswer);
  body.addEventListener("htmx:responseError", noAnswer);
  body.addEventListener("htmx:timeout", noAnswer);

  // ── Signed out under an open page: what is typed into it stays, and goes along through the sign-in ─
  const typedInto = (form) => [...form.elements].some((field) => field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox])") && field.value !== field.defaultValue);

  body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = event.detail;
    if (xhr.getResponseHeader("X-Signed-Out") !== "1") return;
    const form = elt.closest("form");
    const leads = Boolean(xhr.getResponseHeader("HX-Redirect"));
    if (form && bySubmit(event) && !leads) form.submit(); // as a page: the sign-in then carries it
    else if (leads && !all("form[method=post]").some(typedInto)) return;
    else tell(elt, body.dataset.saySignedOut);
    event.preventDefault();
  });

  // ── What was typed and not saved stays in this browser (tunnel.js) until one signs out ─
  document.addEventListener("submit", (event) => {
    // Not `action`: a button of that name would stand in its place.
    if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("lostdeals.draft ")).forEach((key) => localStorage.removeItem(key));
    } catch { /* private mode: nothing was kept */ }
  });

  // ── Menus: one open at a time, closed by Escape and by a press elsewhere ───
  const closeMenus = (except) => {
    all("details.menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  };

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    closeMenus(menu);
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
    const opener = event.target.closest("[data-open]");
    if (opener) document.querySelector(opener.dataset.open)?.showModal();
    if (event.target.closest("[data-keys-switch]")) switchKeys();
    const mailer = event.target.closest("[data-words]");
    if (mailer) takeWords(mailer);
    if (event.target.closest("[data-print]")) print();
    const deed = event.target.closest("[data-deed]");
    if (deed) askAfter(deed);
  });

  // ── The deed opens the telephone or the mail; meanwhile the row asks how it went ─
  const askAfter = (link) => {
    const item = link.closest("li");
    if (item && typeof htmx !== "undefined") htmx.ajax("GET", link.dataset.deed, { source: link, target: item, swap: "outerHTML" });
  };

  // ── The cursor over rows ───────────────────────────────────────────────────
  const rows = () => all("[data-key-row]");
  const current = () => document.querySelector("[data-key-row].at:not(.asking)") || document.querySelector("[data-key-row].at");

  const moveTo = (row) => {
    rows().forEach((other) => {
      const here = other === row;
      other.classList.toggle("at", here || other.classList.contains("asking"));
      if (here) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
  };

  const step = (by) => {
    const list = rows();
    if (!list.length) return;
    const at = document.querySelector("[data-key-row][aria-current]");
    const from = list.indexOf(at);
    const next = list[Math.min(Math.max(from + by, 0), list.length - 1)];
    moveTo(next);
    const name = next.querySelector("a");
    name?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  // An address that ends in a field's name (/prospects/#q) starts in that field; browsers only scroll to it.
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (named && named.matches("input")) named.focus();

  // ── Single keys ────────────────────────────────────────────────────────────
  const KEYS_OFF = "lostdeals.keys-off";
  const stored = () => { try { return localStorage.getItem(KEYS_OFF) === "1"; } catch { return false; } };
  let keysOff = stored();
  let goAt = 0;

  const showKeys = () => {
    root.classList.toggle("no-keys", keysOff);
    all("[data-keys-switch]").forEach((button) => { button.textContent = keysOff ? button.dataset.off : button.dataset.on; });
  };

  const switchKeys = () => {
    keysOff = !keysOff;
    try { localStorage.setItem(KEYS_OFF, keysOff ? "1" : "0"); } catch { /* private mode: until the page is left */ }
    showKeys();
  };
  showKeys();

  const typing = (element) => Boolean(element?.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]"));
  const visible = (element) => Boolean(element) && element.getClientRects().length > 0;

  // Enter, pressed before the menu it was meant for is there, waits for it.
  let enterAfter = 0;
  const awaited = () => Date.now() - enterAfter < 3000;
  let enterWaits = false;
  body.addEventListener("htmx:load", (event) => {
    if (!event.detail.elt.matches?.(".menu") || !awaited()) return;
    enterAfter = 0;
    if (enterWaits) document.activeElement.click();
    enterWaits = false;
  });

  const press = (element) => {
    if (!visible(element)) return false;
    if (element.matches('a[data-key="s"][hx-get]')) { enterAfter = Date.now(); enterWaits = false; }
    element.click();
    if (element.tagName === "SUMMARY") element.parentElement.querySelector(".menu-i")?.focus();
    return true;
  };

  const byKey = (key) => {
    const quoted = `[data-key="${CSS.escape(key)}"]`;
    const row = document.querySelector("[data-key-row][aria-current]") || current();
    const inRow = row?.querySelector(quoted);
    if (visible(inRow)) return inRow;
    // Undo takes back the last thing; any other key means the first such button outside the rows.
    const outside = all(quoted).filter((element) => visible(element) && !element.closest("[data-key-row]"));
    return key === "z" ? document.activeElement?.closest(quoted) || outside.at(-1) : outside[0];
  };

  const save = () => {
    const form = document.activeElement?.closest("form[data-save]") || document.querySelector("form[data-save]");
    form?.requestSubmit(form.querySelector(".btn-primary[type=submit]") || undefined);
    return Boolean(form);
  };

  // ── The search box of every page: arrows walk through who was found, Escape puts them away ─
  const glance = document.getElementById("glance");
  const walkGlance = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const finder = glance && event.target.closest(".find");
    if (!by || !finder || !glance.childElementCount) return false;
    const stops = all("input, #glance a", finder);
    stops[Math.min(Math.max(stops.indexOf(event.target) + by, 0), stops.length - 1)].focus();
    return true;
  };
  const closeGlance = () => {
    if (!glance?.childElementCount) return false;
    if (glance.contains(document.activeElement)) document.getElementById("q").focus();
    glance.replaceChildren();
    return true;
  };
  document.addEventListener("click", (event) => { if (!event.target.closest(".find")) closeGlance(); });

  const escape = () => {
    if (closeGlance()) return true;
    const open = document.querySelector("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      return true;
    }
    return press(document.activeElement?.closest("[data-key-row]")?.querySelector('[data-key="escape"]'));
  };

  // The row at the cursor: ticked, or a line noted about the person.
  const atCursor = () => document.querySelector("[data-key-row][aria-current]") || current();
  const tickCurrent = () => {
    const box = atCursor()?.querySelector(".tick");
    box?.click();
    return Boolean(box);
  };
  const noteCurrent = () => {
    const name = atCursor()?.querySelector("a.nm");
    if (name) location.assign(`${name.getAttribute("href")}#touch_summary`);
    return Boolean(name);
  };

  const go = (key) => {
    goAt = 0;
    return press(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  };

  const single = (key) => {
    if (goAt && Date.now() - goAt < 1500) return go(key);
    if (key === "g") { goAt = Date.now(); return true; }
    if (key === "j" || key === "k") {
      if (rows().length) { step(key === "j" ? 1 : -1); return true; }
      return press(byKey(key));
    }
    if (key === "v") return tickCurrent();
    if (key === "a" && !visible(byKey("a"))) return noteCurrent();
    if (key === "?") { document.getElementById("keys")?.showModal(); return true; }
    if (key === "enter") {
      return document.activeElement === body && press(current()?.querySelector("a"));
    }
    if (key === "/") {
      const field = document.getElementById("q");
      if (visible(field)) { field.focus(); field.select(); return true; }
    }
    return key.length === 1 && press(byKey(key));
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    let done = false;
    if (event.key === "Enter" && awaited()) { enterWaits = true; done = true; }
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done = save();
    else if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    else if (event.key === "Escape") done = escape();
    else if (walkGlance(event)) done = true;
    else if (!keysOff && !typing(event.target)) done = single(event.key.toLowerCase());
    if (done) event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-key-row]");
    if (row && !row.hasAttribute("aria-current") && event.target.matches(":focus-visible")) moveTo(row);
  });
})();
