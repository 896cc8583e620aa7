#include "storage/contact_object.hpp"

#include "storage/contact_fields.hpp"
#include "storage/json_objects.hpp"
#include "storage/json_schema.hpp"

#include <algorithm>

namespace parley::storage {

std::string contact_json(const contact& x) {
  return encode_object(x);
}

std::optional<object_error> put_contact(contact& x,
                                        std::string_view text,
                                        write_mode how,
                                        timestamp now,
                                        const agent_id& by) {
  nlohmann::json given;
  if (auto wrong = parse_object(text, given)) {
    return wrong;
  }
  // Who wrote a note, and when, is not for the asker to say.
  if (const auto notes = given.find("notes");
      notes != given.end() && notes->is_array()) {
    for (auto& note : *notes) {
      if (note.is_object()) {
        note.emplace("at", 0);
        note.emplace("author", "");
      }
    }
  }
  contact made;
  if (auto wrong = read_object(given, encode_object(x), how, made)) {
    return wrong;
  }
  made.id = x.id;
  made.revision = x.revision;
  made.created = x.created;
  made.merged = x.merged;
  made.changed = now;
  for (auto& note : made.notes) {
    if (std::find(x.notes.begin(), x.notes.end(), note) == x.notes.end()) {
      note.at = now;
      note.author = by;
    }
  }
  x = std::move(made);
  return std::nullopt;
}

std::string contact_schema() {
  auto schema = schema_of<contact>();
  auto& properties = schema["properties"];
  for (const auto* name : {"revision", "created", "changed", "merged"}) {
    properties[name]["readOnly"] = true;
  }
  return schema.dump();
}

} // namespace parley::storage
