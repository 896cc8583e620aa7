// The few globals of any JavaScript platform that the library uses. The DOM is
// left out on purpose: its types are not visible here.
declare function setTimeout(task: () => void, delay: number): number;
declare function clearTimeout(timer: number | undefined): void;
declare const crypto: {
  getRandomValues(array: Uint8Array): Uint8Array;
};
