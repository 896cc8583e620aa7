// Files that Parley can tell by their content, in words (W2). A test compares
// them with actors/domain/file_type.cpp.
import type { ChoiceOf } from "./kind.js";

const office = "application/vnd.openxmlformats-officedocument";
const open = "application/vnd.oasis.opendocument";

export const file_types: readonly ChoiceOf[] = [
  { id: "image/png", label: "PNG pictures" },
  { id: "image/jpeg", label: "JPEG pictures" },
  { id: "image/gif", label: "GIF pictures" },
  { id: "image/webp", label: "WebP pictures" },
  { id: "application/pdf", label: "PDF" },
  { id: "text/plain", label: "Plain text" },
  { id: "text/csv", label: "CSV" },
  { id: `${office}.wordprocessingml.document`, label: "Word" },
  { id: `${office}.spreadsheetml.sheet`, label: "Excel" },
  { id: `${office}.presentationml.presentation`, label: "PowerPoint" },
  { id: `${open}.text`, label: "OpenDocument text" },
  { id: `${open}.spreadsheet`, label: "OpenDocument table" },
  { id: `${open}.presentation`, label: "OpenDocument slides" },
  { id: "audio/mpeg", label: "MP3 sound" },
  { id: "audio/ogg", label: "Ogg sound" },
  { id: "audio/wav", label: "WAV sound" },
  { id: "video/mp4", label: "MP4 film" },
  { id: "video/webm", label: "WebM film" },
  { id: "application/zip", label: "ZIP archives" },
];
