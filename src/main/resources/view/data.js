"use strict";

// FullCalendar measures the browser with these two. No other text may become HTML, wherever it comes from.
const MEASURES = ["<table><tr><td><div></div></td></tr></table>", "<div></div>"];
globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => (MEASURES.includes(html) ? html : null) });

/* What the backup holds: see PageData. */
const data = JSON.parse(document.getElementById("data").textContent);
