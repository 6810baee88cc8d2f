// A search box that offers words to go on with, and records to go to (ARIA 1.2 combobox, APG).
const WAIT = 120;
const SHORTEST = 2;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// The text with what was typed plain and the rest bold: people look at what is new.
function completed(text, typed) {
  const there = text.toLowerCase().startsWith(typed.toLowerCase()) ? typed.length : 0;
  return element("span", {}, text.slice(0, there), element("b", {}, text.slice(there)));
}

function option(id, data, main, note) {
  const made = element("li", { id, role: "option", "aria-selected": "false" }, main);
  if (note) made.append(element("span", { class: "sl-suggest-note" }, note));
  Object.assign(made.dataset, data);
  return made;
}

function group(id, label, options) {
  if (!options.length) return [];
  const title = element("li", { id, class: "sl-suggest-title", role: "presentation" }, label);
  return [element("ul", { role: "group", "aria-labelledby": id }, title, ...options)];
}

export function offerCompletions(input) {
  const { suggest, page, words, resources, none, one, many } = input.dataset;
  const listId = `${input.id}-suggestions`;
  const list = element("div", { id: listId, class: "sl-suggest", role: "listbox", "aria-label": input.labels[0]?.textContent ?? "" });
  const status = element("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  list.hidden = true;
  input.closest(".sl-search").append(list, status);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, "aria-haspopup": "listbox" };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);

  let timer = 0;
  let asking = null;
  let typed = input.value;
  let chosen = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const take = (item) => {
    close();
    if (item.dataset.href) {
      location.assign(item.dataset.href);
    } else {
      typed = input.value = item.dataset.text;
      input.form.requestSubmit();
    }
  };

  // The address is made here of the kind and key: an answer never chooses where people go.
  const pageOf = (resource) => page + [resource.kind, resource.key].map(encodeURIComponent).join("/");

  const show = (answer) => {
    const ofWords = answer.words
      .filter((word) => word.text.toLowerCase() !== typed.trim().toLowerCase())
      .map((word, place) => option(`${listId}-w${place}`, { text: word.text }, completed(word.text, typed), word.kinds.slice(0, 3).map((kind) => `${kind.count} ${kind.label}`).join(", ")));
    const ofResources = answer.resources.map((resource, place) =>
      option(`${listId}-r${place}`, { href: pageOf(resource) }, element("span", {}, resource.title), resource.kind_label),
    );
    list.replaceChildren(...group(`${listId}-words`, words, ofWords), ...group(`${listId}-resources`, resources, ofResources));
    const count = ofWords.length + ofResources.length;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = count === 0;
    input.setAttribute("aria-expanded", String(count > 0));
    status.textContent = count === 0 ? none : count === 1 ? one : many.replace("{count}", count);
  };

  const ask = async () => {
    typed = input.value;
    asking?.abort();
    if (typed.trim().length < SHORTEST) {
      status.textContent = "";
      return close();
    }
    const mine = (asking = new AbortController());
    try {
      const address = new URL(suggest, location.href);
      address.searchParams.set("q", typed);
      // filters stay when a suggestion is taken: it must find something among those kinds
      for (const kind of new FormData(input.form).getAll("kind")) address.searchParams.append("kind", kind);
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (!mine.signal.aborted && document.activeElement === input) show(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const choose = (place) => {
    const items = options();
    items[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const item = items[chosen];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };

  const keys = {
    ArrowDown: (last) => choose(chosen >= last ? 0 : chosen + 1),
    ArrowUp: (last) => choose(chosen <= 0 ? last : chosen - 1),
    Home: () => chosen >= 0 && choose(0),
    End: (last) => chosen >= 0 && choose(last),
    Enter: () => chosen >= 0 && (take(options()[chosen]), true),
    Escape: () => close(),
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      ask();
    } else if (!list.hidden && keys[event.key] && keys[event.key](options().length - 1) !== false) {
      // Home and End move in the list once it has been entered, and in the text before
      event.preventDefault();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    const item = event.target.closest("[role=option]");
    if (item && event.button === 0) take(item);
  });
}
