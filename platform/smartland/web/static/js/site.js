// What makes the pages more comfortable; all of them work without it.
import "../vendor/bootstrap-italia/js/plugins/navbar-collapsible.js";
import TrackFocus from "../vendor/bootstrap-italia/js/plugins/track-focus.js";
import { offerCompletions } from "./completions.js";
import { drawBox } from "./map-box.js";

const SMALL = window.matchMedia("(max-width: 991.98px)");

new TrackFocus();

for (const details of document.querySelectorAll("details[data-closed-on-small]")) {
  details.open = !SMALL.matches;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue; // offered by browsers on secure origins only
  const said = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = said), 2000);
  });
}

const query = document.querySelector("#sparql-form textarea");
query?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    query.form.requestSubmit();
  }
});

for (const input of document.querySelectorAll("input[data-suggest]")) offerCompletions(input);

const map = document.querySelector("svg[data-map]");
if (map) drawBox(map, document.querySelector("button[data-map-draw]"));

// Empty fields say nothing: without them the address of a result list stays short.
const search = document.querySelector("#search-form");
search?.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

// Browsers that go back bring fields as they were left, not as the list at this address has them.
addEventListener("pageshow", (event) => {
  const [entry] = performance.getEntriesByType("navigation");
  if (event.persisted || entry?.type === "back_forward") search?.reset();
});
