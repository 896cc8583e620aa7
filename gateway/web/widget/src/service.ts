// What the service says of its box: `GET /api/v1/widget/{token}`. What the
// snippet says itself wins (W1).
import type { Asked, Options } from "./options.js";

export interface ServiceSettings {
  title?: string;
  color?: string;
  position?: "left" | "right";
  /** Seconds. */
  openAfter?: number;
  language?: string;
  ask: Asked[];
  /** The question; empty: the box's own words. */
  survey?: string;
  files?: FileRules;
  /** A `data:` address of a picture. */
  logo?: string;
}

export interface FileRules {
  bytesMax: number;
  types: string[];
}

type Json = Record<string, unknown>;

const wait_most = 1_000;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads the answer; what makes no sense is left out. */
export function parseService(value: unknown): ServiceSettings | undefined {
  if (!isObject(value)) return undefined;
  const { title, colour, position, auto_open, language, form } = value;
  const { survey, files, logo } = value;
  const settings: ServiceSettings = { ask: askedOf(form) };
  if (typeof title === "string" && title) settings.title = title;
  if (typeof colour === "string" && /^#[\da-f]{6}$/i.test(colour)) {
    settings.color = colour;
  }
  if (position === "left" || position === "right") settings.position = position;
  if (typeof auto_open === "number") settings.openAfter = auto_open / 1000;
  if (typeof language === "string" && language) settings.language = language;
  if (typeof logo === "string" && logo !== "") settings.logo = logo;
  if (isObject(survey) && survey.on === true) {
    settings.survey =
      typeof survey.question === "string" ? survey.question : "";
  }
  if (isObject(files) && files.on === true) {
    const { bytes_max: most, types } = files;
    settings.files = {
      bytesMax: typeof most === "number" ? most : 0,
      types: Array.isArray(types)
        ? types.filter((type): type is string => typeof type === "string")
        : [],
    };
  }
  return settings;
}

function askedOf(form: unknown): Asked[] {
  if (!isObject(form)) return [];
  const asked: Asked[] = [];
  for (const kind of ["name", "email"] as const) {
    if (form[kind] === "optional" || form[kind] === "required") {
      asked.push({ kind, required: form[kind] === "required" });
    }
  }
  const fields: unknown[] = Array.isArray(form.fields) ? form.fields : [];
  for (const field of fields) {
    if (!isObject(field) || typeof field.name !== "string") continue;
    const required = field.required === true;
    asked.push({ kind: "own", name: field.name, required });
  }
  return asked;
}

/** Fills in what the snippet does not say. */
export function withService(
  options: Options,
  service: ServiceSettings,
): Options {
  const isOwn = (name: string): boolean => options.own.includes(name);
  const { title, color, position, openAfter, language } = service;
  return {
    ...options,
    ...(!isOwn("title") && title && { title }),
    ...(!isOwn("color") && color && { color }),
    // "right" is what a service has that says nothing: the page's end, which is
    // left where pages are read from the right.
    ...(!isOwn("position") && position === "left" && { position }),
    ...(!isOwn("open") && openAfter !== undefined && { openAfter }),
    ...(!isOwn("lang") && language && { language }),
    ...(!isOwn("ask") && { ask: service.ask }),
    survey: service.survey,
    files: service.files,
    logo: service.logo,
  };
}

/** Nothing if there is no answer soon: then the snippet has to do. */
export async function fetchService({
  base,
  token,
}: Options): Promise<ServiceSettings | undefined> {
  try {
    const url = new URL(`api/v1/widget/${encodeURIComponent(token)}`, base);
    const answer = await fetch(url, {
      credentials: "omit",
      signal: AbortSignal.timeout(wait_most),
    });
    return answer.ok ? parseService(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}
