// A company's logo as the server keeps it: a small PNG or JPEG in Base64.

/** As `logo_bytes_max` (protocol/widget_limits.hpp). */
export const logo_bytes_max = 16 * 1024;

/** What pictures of the two kinds begin with. */
const heads = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
] as const;

/** @returns the logo, or what is wrong with it, in words. */
export function logoOf(
  bytes: Uint8Array,
):
  | { readonly logo: string; readonly wrong?: undefined }
  | { readonly wrong: string; readonly logo?: undefined } {
  const isKnown = heads.some((head) =>
    head.every((byte, at) => bytes[at] === byte),
  );
  if (!isKnown) return { wrong: "This is no PNG and no JPEG." };
  if (bytes.length > logo_bytes_max) {
    return {
      wrong: `It has ${String(Math.ceil(bytes.length / 1024))} KiB. Make the picture smaller: 128 by 128 pixels are enough.`,
    };
  }
  return { logo: btoa(String.fromCharCode(...bytes)) };
}

/** Base64 of both kinds begins differently. */
export function typeOfLogo(logo: string): "image/png" | "image/jpeg" {
  return logo.startsWith("/9j/") ? "image/jpeg" : "image/png";
}
