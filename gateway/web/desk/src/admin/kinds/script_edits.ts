// What an editor does to a script: pure, so that nothing is lost on the way.
import type { Schemas } from "../../rest/client.js";

export type Script = Schemas["Script"];
export type Section = NonNullable<Script["sections"]>[number];
export type Question = NonNullable<Section["questions"]>[number];

export const sections_max = 50;
export const questions_max = 50;
export const choices_max = 50;

export function replaced<T>(all: readonly T[], at: number, one: T): T[] {
  return all.map((other, index) => (index === at ? one : other));
}

export function without<T>(all: readonly T[], at: number): T[] {
  return all.filter((_, index) => index !== at);
}

/** One place up (-1) or down (1); at the end it stays. */
export function moved<T>(all: readonly T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  const one = all[at];
  if (one === undefined || to < 0 || to >= all.length) return [...all];
  return without(all, at).toSpliced(to, 0, one);
}

/** What the server would refuse, by path. */
export function scriptErrors(script: Script): Record<string, string> {
  const errors: Record<string, string> = {};
  const sections = script.sections ?? [];
  if (sections.length === 0) errors.sections = "A script needs a section.";
  sections.forEach((section, at) => {
    const here = `sections.${at}`;
    if ((section.name ?? "").trim() === "") errors[`${here}.name`] = "Needed.";
    (section.questions ?? []).forEach((question, index) => {
      const there = `${here}.questions.${index}`;
      if ((question.name ?? "").trim() === "") {
        errors[`${there}.name`] = "Needed.";
      }
      if ((question.text ?? "").trim() === "") {
        errors[`${there}.text`] = "Needed.";
      }
      const choices = question.choices ?? [];
      if (choices.some((choice) => choice.trim() === "")) {
        errors[`${there}.choices`] = "There is an empty line.";
      } else if (choices.length > choices_max) {
        errors[`${there}.choices`] = `At most ${choices_max}.`;
      }
    });
  });
  return errors;
}
