// The demo's page with the snippet of its own service.
import { mountSnippetEditor } from "./editor.js";

const parent = document.querySelector<HTMLElement>("[data-snippet]");
const token = parent?.dataset.snippet;
if (parent && token) {
  const base = new URL("/", location.href).href;
  mountSnippetEditor(parent, { base, token });
}
