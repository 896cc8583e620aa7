// Which of a queue's settings make sense with the others.
import type { Schemas } from "../rest/client.js";

type Queue = Schemas["Queue"];

export const isCall = ({ channel }: Queue): boolean => channel === "call";
export const isChat = ({ channel }: Queue): boolean => channel === "webchat";
export const isNoCall = (queue: Queue): boolean => !isCall(queue);
export const hasWrapup = ({ policy }: Queue): boolean =>
  policy?.wrapup_on === true;
export const announces = ({ waiting }: Queue): boolean =>
  waiting?.announcement !== undefined;
export const warns = ({ policy }: Queue): boolean =>
  policy?.inactivity_timeout !== undefined;

/** Seconds. */
export const day = 86_400;
export const text_max = 4_000;
