// Draws the rectangle of a search on the map: the four fields of the form take its sides.
const SIDES = ["south", "west", "north", "east"];
const SMALLEST = 4;

export function drawBox(map, button) {
  const drawn = map.querySelector("[data-map-drawn]");
  const { west, north, degreesX, degreesY } = map.dataset;
  const { width, height } = map.viewBox.baseVal;
  const fields = SIDES.map((side) => button.form.elements.namedItem(side));
  const said = button.textContent;
  let start = null;

  const point = (event) => {
    const found = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    return { x: Math.min(Math.max(found.x, 0), width), y: Math.min(Math.max(found.y, 0), height) };
  };

  const drawing = (on) => {
    map.classList.toggle("sl-drawing", on);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.mapDraw : said;
    start = null;
  };

  const show = (end) => {
    const sides = { x: Math.min(start.x, end.x), y: Math.min(start.y, end.y), width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y) };
    for (const [name, value] of Object.entries(sides)) drawn.setAttribute(name, value);
    return sides;
  };

  const fill = ({ x, y, width: wide, height: high }) => {
    const longitude = (at) => Number(west) + (at / width) * Number(degreesX);
    const latitude = (at) => Number(north) - (at / height) * Number(degreesY);
    const values = [latitude(y + high), longitude(x), latitude(y), longitude(x + wide)];
    fields.forEach((field, place) => (field.value = values[place].toFixed(3)));
  };

  button.hidden = false;
  button.addEventListener("click", () => drawing(button.getAttribute("aria-pressed") === "false"));
  map.addEventListener("pointerdown", (event) => {
    if (!map.classList.contains("sl-drawing")) return;
    event.preventDefault();
    map.setPointerCapture(event.pointerId);
    start = point(event);
  });
  map.addEventListener("pointermove", (event) => start && show(point(event)));
  map.addEventListener("pointerup", (event) => {
    if (!start) return;
    const sides = show(point(event));
    if (sides.width > SMALLEST && sides.height > SMALLEST) fill(sides);
    drawing(false);
  });
  map.addEventListener("pointercancel", () => drawing(false));
}
