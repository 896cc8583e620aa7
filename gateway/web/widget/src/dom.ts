// Few lines that build elements; no markup from strings anywhere (CSP, W7).

type Attributes = Record<string, string | boolean | undefined>;
type Child = Node | string | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) {
    if (child !== undefined) node.append(child);
  }
  return node;
}

const svg_space = "http://www.w3.org/2000/svg";

/** An icon of one path in a box of 24 by 24. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(svg_space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg_space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function textButton(
  style: string,
  testid: string,
  text: string,
  press: () => void,
): HTMLButtonElement {
  const attributes = { type: "button", class: style, "data-testid": testid };
  const node = element("button", attributes, text);
  node.addEventListener("click", press);
  return node;
}

/** A button that is an icon; its name is said and shown on hovering. */
export function iconButton(
  path: string,
  name: string,
  testid: string,
  press: () => void,
): HTMLButtonElement {
  const node = textButton("icon", testid, "", press);
  node.ariaLabel = node.title = name;
  node.append(icon(path));
  return node;
}

export function setIcon(button: HTMLElement, path: string): void {
  button.querySelector("path")?.setAttribute("d", path);
}

export function adoptStyles(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Sets text only if it differs: live regions speak once. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]']/g;

/** Text with links; everything else stays text. */
export function linked(text: string): Node {
  const all = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(address)) {
    const [href] = found;
    all.append(text.slice(end, found.index));
    all.append(
      element(
        "a",
        { href, target: "_blank", rel: "noopener noreferrer nofollow" },
        href,
      ),
    );
    end = found.index + href.length;
  }
  all.append(text.slice(end));
  return all;
}
