/* Today, kept as it stands: what a colleague or a second tab did shows by itself. Without this file one reloads.

   #today-mark   data-watch  the address that knows whether Today changed      data-mark   how it was drawn
                 data-every  seconds between two looks; the page asks for this file after the first of them
   Never while somebody types, ticks or answers, never in the background; the focus stays where it is. */
(() => {
  "use strict";

  const typing = (element) => Boolean(element?.closest("input:not([type=radio]):not([type=checkbox]), textarea, select"));
  const PARTS = ["main", "nav-badge", "tab-badge"];
  const busyHere = () => document.hidden || typing(document.activeElement)
    || Boolean(document.querySelector(".touch.asking, .tick:checked, details.menu[open], dialog[open], .say-error, [aria-busy=true]"));

  const whereIs = (element) => {
    const inRow = element?.closest("li[id^=row-], [data-receipt]");
    if (!inRow) return { id: element?.id };
    return { row: inRow.id || `row-${inRow.dataset.receipt}`, receipt: inRow.dataset.receipt || inRow.querySelector("[data-receipt]")?.dataset.receipt, key: element.dataset.key };
  };

  const findAgain = ({ id, row, receipt, key }) => {
    if (!row) return id && document.getElementById(id);
    const place = document.getElementById(row) || document.querySelector(`[data-receipt="${receipt}"]`);
    return place && ((key && place.querySelector(`[data-key="${CSS.escape(key)}"]`)) || place.querySelector("a, button"));
  };

  const standOn = (cursor) => {
    const row = cursor && document.getElementById(cursor)?.querySelector("[data-key-row]");
    if (!row) return;
    document.querySelectorAll("[data-key-row]").forEach((other) => {
      other.classList.toggle("at", other === row);
      if (other === row) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
  };

  const bringUpToDate = async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || busyHere() || !page.getElementById("today-mark")) return;
    const [focus, cursor, from] = [whereIs(document.activeElement), document.querySelector("[data-key-row][aria-current]")?.closest("li")?.id, scrollY];
    PARTS.forEach((id) => {
      const [before, after] = [document.getElementById(id), page.getElementById(id)];
      if (before && after) before.replaceWith(after);
    });
    htmx.process(document.getElementById("main"));
    standOn(cursor);
    findAgain(focus)?.focus({ preventScroll: true });
    scrollTo(0, from);
  };

  const lookAgain = async () => {
    const drawn = document.getElementById("today-mark");
    if (!drawn || busyHere()) return;
    const answer = await fetch(drawn.dataset.watch, { headers: { "If-None-Match": `"${drawn.dataset.mark}"` } });
    const stillDrawn = document.getElementById("today-mark")?.dataset.mark === drawn.dataset.mark;
    if (answer.status === 204 && stillDrawn) await bringUpToDate();
  };

  const watched = document.getElementById("today-mark");
  if (watched && typeof htmx !== "undefined") {
    const look = () => lookAgain().catch(() => { /* no connection: the next time will do */ });
    setInterval(look, Number(watched.dataset.every) * 1000);
    document.addEventListener("visibilitychange", look);
    look();
  }
})();
