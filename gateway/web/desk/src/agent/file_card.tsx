// A file of a chat: what it is, and where to fetch it. A picture is shown only
// if it is of a kind that cannot run anything and not too large; the server
// checks the first bytes and names the kind (W2).
import type { FileView } from "@parley/client";
import { Download, FileText } from "lucide-react";
import { type JSX, useState } from "react";
import { fileUrl, sizeText } from "./uploads.js";

const pictures = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
]);
const picture_bytes_max = 5_000_000;

export function FileCard(props: { chat: string; file: FileView }): JSX.Element {
  const { chat, file } = props;
  const { name, bytes, media_type: kind } = file;
  const [isBroken, setBroken] = useState(false);
  const url = fileUrl(chat, file.file);
  const isPicture =
    !isBroken && pictures.has(kind) && bytes <= picture_bytes_max;
  return (
    <a
      className="file-card"
      href={url}
      download={name}
      data-testid="file"
      title="Save the file"
    >
      {isPicture && (
        <img
          className="file-picture"
          src={url}
          alt=""
          loading="lazy"
          data-testid="file-picture"
          onError={() => {
            setBroken(true);
          }}
        />
      )}
      <span className="file-about">
        <FileText className="icon" aria-hidden />
        <span className="cut">{name}</span>
        <span className="small file-size">{sizeText(bytes)}</span>
        <Download className="icon" aria-hidden />
      </span>
    </a>
  );
}
