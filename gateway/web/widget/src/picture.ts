// A picture that a service gives as a `data:` address, drawn without an image
// element: the policy of a page may forbid those.

/** Pictures are shown at this height at most, sharp on fine screens. */
const height = 80;

/** @returns whether there is something to be seen. */
export async function drawPicture(
  canvas: HTMLCanvasElement,
  address: string,
): Promise<boolean> {
  const found = /^data:(image\/(?:png|jpeg));base64,(.+)$/.exec(address);
  if (found === null) return false;
  try {
    const [, type = "", text = ""] = found;
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    canvas.height = height;
    canvas.width = Math.round((picture.width * height) / picture.height);
    canvas
      .getContext("2d")
      ?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return true;
  } catch {
    // Damaged, or a browser without canvas: letters do.
    return false;
  }
}
