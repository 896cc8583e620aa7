// A page with nothing on it but the widget: what the snippet's editor shows. The
// query is the snippet's attributes.
import { storageKey } from "../parts.js";

const script = document.createElement("script");
script.src = new URL("../widget.js", location.href).href;
const base = new URL(".", script.src);
for (const [name, value] of new URLSearchParams(location.search)) {
  if (/^data-[a-z]+$/.test(name)) script.setAttribute(name, value);
}
const { token } = script.dataset;
if (token) {
  // The box is open from the start, and takes no focus from who edits.
  sessionStorage.setItem(`${storageKey({ base, token })}:open`, "1");
  document.body.append(script);
}
