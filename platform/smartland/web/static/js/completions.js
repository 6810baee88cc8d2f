// Completes the last word in a search box from the titles that are published (ARIA combobox).
const WAIT = 180;
const SHORTEST = 2;

export function offerCompletions(input) {
  const list = document.createElement("ul");
  list.className = "sl-suggest";
  list.id = `${input.id}-words`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  list.hidden = true;
  input.closest(".sl-search").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const take = (word) => {
    input.value = input.value.replace(/\S*$/, word);
    close();
    input.focus();
  };

  const show = (words) => {
    list.replaceChildren(
      ...words.map((word, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = word;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(word);
        });
        return item;
      }),
    );
    list.hidden = words.length === 0;
    input.setAttribute("aria-expanded", String(words.length > 0));
  };

  const ask = async () => {
    const word = input.value.match(/\S*$/)[0];
    if (word.length < SHORTEST || word.includes(":")) return close();
    const mine = ++asked;
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(word)}`).catch(() => null);
    if (mine !== asked || !answer?.ok || document.activeElement !== input) return;
    const { words } = await answer.json();
    show(words.filter((one) => one !== word).slice(0, 8));
  };

  const move = (step) => {
    const items = [...list.children];
    if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
    chosen = (chosen + step + items.length) % items.length;
    items[chosen].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].textContent);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}
