// Icons as paths in a box of 24 by 24, drawn as lines.

export const cross = "M6 6l12 12M18 6L6 18";
export const chevron_down = "M6 9.5l6 6 6-6";
export const arrow_down = "M12 5v14M6 13l6 6 6-6";
export const arrow_up = "M12 19V5M5.5 11.5L12 5l6.5 6.5";
export const bell =
  "M6 9a6 6 0 0 1 12 0c0 6 2.5 7 2.5 7h-17S6 15 6 9M10 20a2.2 2.2 0 0 0 4 0";
export const bell_off =
  "M8.6 4.1A6 6 0 0 1 18 9c0 2.3.4 3.9.9 5M6.2 7.5A7 7 0 0 0 6 9c0 6-2.5 7-2.5 7H16M10 20a2.2 2.2 0 0 0 4 0M3 3l18 18";
export const smile =
  "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 14.2s1.5 2.3 4 2.3 4-2.3 4-2.3M9 9.2v.3M15 9.2v.3";

export const clip =
  "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.6 8.6a1.7 1.7 0 0 1-2.4-2.4l7.9-7.9";
export const sheet = "M6 3h8l5 5v13H6zM14 3v5h5";
export const star =
  "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z";

const one_tick = "M5 13l4.2 4.2L19 7.4";
const two_ticks = "M2 13l4.2 4.2L16 7.4M11 16l1.3 1.3L22 7.4";

export const tick_icon = {
  sending: "M12 7.5V12l3 2M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16",
  stored: one_tick,
  delivered: two_ticks,
  seen: two_ticks,
} as const;
