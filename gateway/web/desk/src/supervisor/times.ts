// Lengths of time in short words: `9.5 s`, `4 min 10 s`, `1 h 5 min`.

export function spell(ms: number): string {
  if (ms < 10_000) {
    const tenths = Math.round(ms / 100) / 10;
    return `${tenths} s`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    const rest = seconds % 60;
    return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  }
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
