"use strict";

// FullCalendar measures the browser with these two texts. No other text may become HTML.
const MEASURES = ["<table><tr><td><div></div></td></tr></table>", "<div></div>"];
globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => (MEASURES.includes(html) ? html : null) });

/* The content of the backup, as PageData writes it. */
const data = JSON.parse(document.getElementById("data").textContent);
