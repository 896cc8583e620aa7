#include "actors/domain/file_type.hpp"

#include "protocol/limits.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>
#include <array>

namespace parley {

namespace {

using namespace std::string_view_literals;

bool has(std::string_view head, std::size_t at, std::string_view bytes) {
  return head.size() >= at + bytes.size()
         && head.substr(at, bytes.size()) == bytes;
}

bool is_png(std::string_view head) {
  return has(head, 0, "\x89PNG\r\n\x1a\n"sv);
}
bool is_jpeg(std::string_view head) {
  return has(head, 0, "\xff\xd8\xff"sv);
}
bool is_gif(std::string_view head) {
  return has(head, 0, "GIF87a"sv) || has(head, 0, "GIF89a"sv);
}
bool is_webp(std::string_view head) {
  return has(head, 0, "RIFF"sv) && has(head, 8, "WEBP"sv);
}
bool is_wav(std::string_view head) {
  return has(head, 0, "RIFF"sv) && has(head, 8, "WAVE"sv);
}
bool is_pdf(std::string_view head) {
  return has(head, 0, "%PDF-"sv);
}
bool is_zip(std::string_view head) {
  return has(head, 0, "PK\x03\x04"sv);
}
bool is_ogg(std::string_view head) {
  return has(head, 0, "OggS"sv);
}
bool is_webm(std::string_view head) {
  return has(head, 0, "\x1a\x45\xdf\xa3"sv);
}
bool is_mp4(std::string_view head) {
  return has(head, 4, "ftyp"sv);
}
bool is_mp3(std::string_view head) {
  return has(head, 0, "ID3"sv)
         || (head.size() > 1 && head[0] == '\xff'
             && (static_cast<unsigned char>(head[1]) & 0xE6U) == 0xE2U);
}

/// An OpenDocument file says first what it is, uncompressed.
bool is_open_document(std::string_view head, std::string_view kind) {
  constexpr auto prefix = "mimetypeapplication/vnd.oasis.opendocument."sv;
  constexpr std::size_t name_at = 30;
  return is_zip(head) && has(head, name_at, prefix)
         && has(head, name_at + prefix.size(), kind);
}
bool is_odt(std::string_view head) {
  return is_open_document(head, "text");
}
bool is_ods(std::string_view head) {
  return is_open_document(head, "spreadsheet");
}
bool is_odp(std::string_view head) {
  return is_open_document(head, "presentation");
}

/// UTF-8 without control characters; the last character may be cut.
bool is_text(std::string_view head) {
  const bool controls = std::any_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
           || byte == 0x7F;
  });
  if (controls) {
    return false;
  }
  constexpr std::size_t cut_max = 3;
  for (std::size_t cut = 0; cut <= std::min(cut_max, head.size()); ++cut) {
    if (utf8::is_valid(head.substr(0, head.size() - cut))) {
      return cut == 0 || head.size() == file_head_bytes;
    }
  }
  return false;
}

struct known_type {
  std::string_view name;
  bool (*fits)(std::string_view head);
  bool by_default;
};

constexpr auto known = std::to_array<known_type>({
  {"application/pdf", is_pdf, true},
  {"application/vnd.oasis.opendocument.presentation", is_odp, true},
  {"application/vnd.oasis.opendocument.spreadsheet", is_ods, true},
  {"application/vnd.oasis.opendocument.text", is_odt, true},
  {"application/vnd.openxmlformats-officedocument.presentationml.presentation",
   is_zip,
   true},
  {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
   is_zip,
   true},
  {"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
   is_zip,
   true},
  // What is in an archive nobody has looked at.
  {"application/zip", is_zip, false},
  {"audio/mpeg", is_mp3, true},
  {"audio/ogg", is_ogg, true},
  {"audio/wav", is_wav, true},
  {"image/gif", is_gif, true},
  {"image/jpeg", is_jpeg, true},
  {"image/png", is_png, true},
  {"image/webp", is_webp, true},
  {"text/csv", is_text, true},
  {"text/plain", is_text, true},
  {"video/mp4", is_mp4, true},
  {"video/webm", is_webm, true},
});

/// Not printable, or of a meaning to file systems, shells or headers.
bool is_unsafe(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F
         || R"("*:<>?|/\)"sv.find(c) != std::string_view::npos;
}

/// Length of a character at the front that is not shown, or changes how others
/// are: a name must read as what it is. 0: there is none.
std::size_t invisible_at(std::string_view text) {
  const auto in = [&](std::size_t at, unsigned low, unsigned high) {
    const auto byte = static_cast<unsigned char>(text[at]);
    return byte >= low && byte <= high;
  };
  if (text.size() >= 2 && in(0, 0xC2, 0xC2) && in(1, 0x80, 0x9F)) {
    return 2; // C1 controls
  }
  if (text.size() < 3) {
    return 0;
  }
  const bool format = in(0, 0xE2, 0xE2) && in(1, 0x80, 0x80)
                      && (in(2, 0x8B, 0x8F) || in(2, 0xA8, 0xAE));
  const bool isolate
    = in(0, 0xE2, 0xE2) && in(1, 0x81, 0x81) && in(2, 0xA0, 0xAF);
  const bool mark = in(0, 0xEF, 0xEF) && in(1, 0xBB, 0xBB) && in(2, 0xBF, 0xBF);
  const bool arabic = in(0, 0xD8, 0xD8) && in(1, 0x9C, 0x9C);
  if (arabic) {
    return 2;
  }
  return format || isolate || mark ? 3 : 0;
}

} // namespace

const std::set<std::string>& known_file_types() {
  static const auto all = [] {
    std::set<std::string> names;
    for (const auto& t : known) {
      names.emplace(t.name);
    }
    return names;
  }();
  return all;
}

const std::set<std::string>& default_file_types() {
  static const auto all = [] {
    std::set<std::string> names;
    for (const auto& t : known) {
      if (t.by_default) {
        names.emplace(t.name);
      }
    }
    return names;
  }();
  return all;
}

bool is_file_type(std::string_view type, std::string_view head) {
  const auto* found
    = std::find_if(known.begin(), known.end(), [&](const known_type& t) {
        return t.name == type;
      });
  return found != known.end() && !head.empty()
         && found->fits(head.substr(0, file_head_bytes));
}

std::string safe_file_name(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) {
    name.remove_prefix(slash + 1);
  }
  std::string safe;
  safe.reserve(name.size());
  std::size_t characters = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins && ++characters > limits::file_name_characters_max) {
      break;
    }
    if (const auto length = invisible_at(name.substr(i)); length > 0) {
      safe += '_';
      i += length - 1;
      continue;
    }
    safe += is_unsafe(c) ? '_' : c;
  }
  // A name that begins with a dot is hidden or a directory, one that ends with
  // a dot or a space is another one on some systems.
  const auto first = safe.find_first_not_of(". ");
  if (first == std::string::npos) {
    return "file";
  }
  const auto last = safe.find_last_not_of(". ");
  return safe.substr(first, last - first + 1);
}

} // namespace parley
