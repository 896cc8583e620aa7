// What a new password must be, and one that nobody guesses. Pure but for the
// random bytes.

/** As the server has it: characters. */
export const password_min = 8;
export const password_max = 256;

export function wrongPassword(password: string): string | undefined {
  const count = Array.from(password).length;
  if (count === 0) return "Needed.";
  if (count < password_min) return `Needs ${password_min} characters at least.`;
  if (count > password_max) return `At most ${password_max} characters fit.`;
  return undefined;
}

/** Without letters that look alike: it may be read out on the phone. */
const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export function suggestPassword(): string {
  // 56 letters: bytes from 224 on would prefer the first ones.
  const fair = 256 - (256 % letters.length);
  let password = "";
  while (password.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < fair && password.length < 16) {
        password += letters.charAt(byte % letters.length);
      }
    }
  }
  return password.replace(/(.{4})(?=.)/g, "$1-");
}
