// What makes the pages more comfortable; all of them work without it.
import "../vendor/bootstrap-italia/js/plugins/navbar-collapsible.js";
import TrackFocus from "../vendor/bootstrap-italia/js/plugins/track-focus.js";
import { offerCompletions } from "./completions.js";

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
