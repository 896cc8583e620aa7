// `widget.js`: finds its snippet, puts the button on the page and takes over
// the name of the page's JavaScript API.
import type { ParleyApi } from "./api.js";
import { Launcher } from "./launcher.js";
import { optionsOf } from "./options.js";
import { storageKey } from "./parts.js";
import { fetchService, type ServiceSettings } from "./service.js";

const globals = window as unknown as Record<string, ParleyApi | undefined>;
/** Snippets that run on this page, by name of their API and by key. */
const registry = Symbol.for("parley.instances");
type Registry = Map<string, Launcher>;
const holder = window as unknown as Record<symbol, Registry | undefined>;
const instances: Registry = (holder[registry] ??= new Map<string, Launcher>());

function forget(launcher: Launcher): void {
  for (const [key, value] of [...instances]) {
    if (value !== launcher) continue;
    instances.delete(key);
    if (key === launcher.options.api) Reflect.deleteProperty(globals, key);
  }
}

/** Takes over the name; runs what the page has asked for before. */
function installApi(launcher: Launcher): void {
  const { api } = launcher.options;
  const queue = globals[api]?.q ?? [];
  globals[api] = ((name: unknown, ...rest: unknown[]) =>
    launcher.run(String(name), ...rest)) as ParleyApi;
  instances.set(api, launcher);
  for (const call of queue) {
    const [name, ...rest] = Array.from(call) as unknown[];
    launcher.run(String(name), ...rest);
  }
}

function start(script: HTMLScriptElement): void {
  const options = optionsOf(script);
  if (options === undefined) return;
  const key = storageKey(options);
  // The same snippet twice is one chat; other names keep their own API.
  if (instances.has(key)) return;
  const launcher: Launcher = new Launcher(options, () => {
    forget(launcher);
  });
  instances.set(key, launcher);
  if (!instances.has(options.api)) installApi(launcher);
  const kept = keptService(key);
  if (kept !== undefined) {
    launcher.serviceKnown(kept);
    launcher.mount();
  }
  // Without an answer the button comes as the snippet has it.
  void fetchService(options).then((service) => {
    if (service !== undefined) {
      keepService(key, service);
      launcher.serviceKnown(service);
    }
    launcher.mount();
  });
}

/** What the service said on the page before: nothing changes its colour. */
function keptService(key: string): ServiceSettings | undefined {
  try {
    const text = sessionStorage.getItem(`${key}:service`);
    return text === null ? undefined : (JSON.parse(text) as ServiceSettings);
  } catch {
    return undefined;
  }
}

function keepService(key: string, service: ServiceSettings): void {
  try {
    sessionStorage.setItem(`${key}:service`, JSON.stringify(service));
  } catch {
    // Then every page asks and waits.
  }
}

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement) {
  if (document.body instanceof HTMLElement) {
    start(currentScript);
  } else {
    document.addEventListener("DOMContentLoaded", () => {
      start(currentScript);
    });
  }
}
