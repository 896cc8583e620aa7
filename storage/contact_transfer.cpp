// CSV columns of contacts; walks over the sessions of a person.
#include "storage/contact_transfer.hpp"

#include "storage/contact_codec.hpp"
#include "storage/event_codec.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace parley::storage {

namespace {

constexpr char between_values = ';';
constexpr std::string_view field_column = "fields.";

struct text_column {
  std::string_view name;
  std::string contact::*member;
};
constexpr std::array text_columns{
  text_column{"account", &contact::account},
  text_column{"first_name", &contact::first_name},
  text_column{"last_name", &contact::last_name},
  text_column{"company", &contact::company},
  text_column{"address", &contact::address}};

struct list_column {
  std::string_view name;
  std::vector<std::string> contact::*member;
};
constexpr std::array list_columns{list_column{"emails", &contact::emails},
                                  list_column{"phones", &contact::phones}};

constexpr std::string_view tags_column = "tags";

std::vector<std::string> values_of(std::string_view cell) {
  std::vector<std::string> values;
  while (!cell.empty()) {
    const auto end = std::min(cell.find(between_values), cell.size());
    auto value = cell.substr(0, end);
    cell.remove_prefix(std::min(end + 1, cell.size()));
    while (value.starts_with(' ')) {
      value.remove_prefix(1);
    }
    while (value.ends_with(' ')) {
      value.remove_suffix(1);
    }
    if (!value.empty()) {
      values.emplace_back(value);
    }
  }
  return values;
}

bool is_column(const parley::company& c, std::string_view name) {
  const auto named = [&](const auto& column) {
    return column.name == name;
  };
  return std::any_of(text_columns.begin(), text_columns.end(), named)
         || std::any_of(list_columns.begin(), list_columns.end(), named)
         || name == tags_column
         || (name.starts_with(field_column)
             && c.custom_fields.contains(
               custom_field_id{name.substr(field_column.size())}));
}

/// @returns the tag with this id or name; the text itself, if there is none.
tag_id tag_of(const parley::company& c, const std::string& text) {
  for (const auto& [id, tag] : c.tags) {
    if (id.value == text || tag.name == text) {
      return id;
    }
  }
  return tag_id{text};
}

void put_cell(const parley::company& c,
              contact& x,
              std::string_view column,
              const std::string& cell) {
  if (cell.empty()) {
    return;
  }
  for (const auto& [name, member] : text_columns) {
    if (name == column) {
      x.*member = cell;
    }
  }
  for (const auto& [name, member] : list_columns) {
    if (name == column) {
      x.*member = values_of(cell);
    }
  }
  if (column == tags_column) {
    x.tags.clear();
    for (const auto& text : values_of(cell)) {
      x.tags.insert(tag_of(c, text));
    }
  }
  if (column.starts_with(field_column)) {
    x.fields[custom_field_id{column.substr(field_column.size())}] = cell;
  }
}

template <class Values, class Text>
std::string joined(const Values& values, Text text) {
  std::string all;
  for (const auto& value : values) {
    if (!all.empty()) {
      all += between_values;
    }
    all += text(value);
  }
  return all;
}

std::string line_of(const parley::company& c, const contact& x) {
  std::string line;
  const auto add = [&](std::string_view cell) {
    csv::append_field(line, cell);
    line += ',';
  };
  for (const auto& column : text_columns) {
    add(x.*column.member);
  }
  for (const auto& column : list_columns) {
    add(joined(x.*column.member, [](const auto& v) { return v; }));
  }
  add(joined(x.tags, [](const auto& tag) { return tag.value; }));
  for (const auto& [id, field] : c.custom_fields) {
    const auto found = x.fields.find(id);
    add(found == x.fields.end() ? std::string_view{} : found->second);
  }
  line.back() = '\r';
  line += '\n';
  return line;
}

std::string header_of(const parley::company& c) {
  std::string line;
  const auto add = [&](std::string_view name) {
    csv::append_field(line, name);
    line += ',';
  };
  for (const auto& column : text_columns) {
    add(column.name);
  }
  for (const auto& column : list_columns) {
    add(column.name);
  }
  add(tags_column);
  for (const auto& [id, field] : c.custom_fields) {
    add(std::string{field_column} + id.value);
  }
  line.back() = '\r';
  line += '\n';
  return line;
}

/// Errors of the store that the next row would meet too.
bool is_of_the_row(store_errc code) {
  return code == store_errc::refused || code == store_errc::not_found
         || code == store_errc::stale_revision;
}

} // namespace

// ---------------------------------------------------------------------------
// Import.

struct contact_import::impl {
  impl(class contacts to,
       const parley::company& config,
       timestamp at,
       std::function<contact_id()> make_id,
       mode how)
      : crm{to}, c{config}, now{at}, new_id{std::move(make_id)},
        is_preview{how == mode::preview} {}

  void take(const csv::record& row) {
    if (failure) {
      return;
    }
    if (columns.empty()) {
      take_header(row);
      return;
    }
    if (!row.flaw.empty()) {
      refuse(row.line, row.flaw);
    } else if (row.fields.size() != columns.size()) {
      refuse(row.line,
             "it has " + std::to_string(row.fields.size())
               + " columns and the header has "
               + std::to_string(columns.size()));
    } else if (auto why = put(row)) {
      refuse(row.line, *why);
    }
  }

  void take_header(const csv::record& row) {
    std::set<std::string> seen;
    for (const auto& name : row.fields) {
      if (!is_column(c, name) || !seen.insert(name).second) {
        failure = store_error{store_errc::refused,
                              "The first row is not a header: \"" + name
                                + "\" is not a column, or is there twice."};
        return;
      }
    }
    columns = row.fields;
    if (columns.empty()) {
      failure = store_error{store_errc::refused,
                            "The first row is not a header: " + row.flaw + "."};
    }
  }

  void refuse(std::uint64_t line, std::string reason) {
    ++report.refused;
    if (report.rows.size() < limits::csv_refusals_max) {
      report.rows.push_back({line, std::move(reason)});
    }
  }

  /// @returns why the row is refused, if it is.
  std::optional<std::string> put(const csv::record& row) {
    contact given;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      put_cell(c, given, columns[i], row.fields[i]);
    }
    const auto ids = matches(given);
    if (!ids) {
      return reason_of(ids.error());
    }
    if (ids.value().size() > 1) {
      return "several contacts have its key";
    }
    contact x;
    const bool is_new = ids.value().empty();
    if (is_new) {
      x.id = new_id();
      x.created = now;
    } else {
      auto stored = crm.read(c.id, ids.value().front());
      if (!stored) {
        return reason_of(stored.error());
      }
      x = std::move(stored).value();
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      put_cell(c, x, columns[i], row.fields[i]);
    }
    x.changed = now;
    if (const auto wrong = validate(c, x); !wrong.empty()) {
      return wrong.front();
    }
    if (!is_preview) {
      const auto written = is_new ? crm.create(c.id, x) : crm.update(c.id, x);
      if (!written) {
        return reason_of(written.error());
      }
    }
    ++(is_new ? report.created : report.updated);
    return std::nullopt;
  }

  [[nodiscard]] result<std::vector<contact_id>, store_error>
  matches(const contact& given) const {
    if (!given.account.empty()) {
      return crm.find(c.id, contact_key::account, given.account);
    }
    if (!given.emails.empty()) {
      return crm.find(c.id, contact_key::email, given.emails.front());
    }
    if (!given.phones.empty()) {
      return crm.find(c.id, contact_key::phone, given.phones.front());
    }
    return store_error{store_errc::refused,
                       "it has no account, no e-mail and no phone"};
  }

  std::optional<std::string> reason_of(const store_error& error) {
    if (!is_of_the_row(error.code)) {
      failure = error;
    }
    return error.text;
  }

  class contacts crm;
  const parley::company& c;
  timestamp now;
  std::function<contact_id()> new_id;
  bool is_preview;
  std::vector<std::string> columns;
  import_report report;
  std::optional<store_error> failure;
  csv::reader reader{[this](const csv::record& row) {
    take(row);
  }};
};

contact_import::contact_import(contacts crm,
                               const parley::company& c,
                               timestamp now,
                               std::function<contact_id()> new_id,
                               mode how)
    : impl_{std::make_unique<impl>(crm, c, now, std::move(new_id), how)} {}
contact_import::~contact_import() = default;

result<done, store_error> contact_import::feed(std::string_view piece) {
  if (!impl_->failure) {
    impl_->reader.feed(piece);
  }
  if (impl_->failure) {
    return *impl_->failure;
  }
  return done{};
}

result<import_report, store_error> contact_import::finish() {
  if (!impl_->failure) {
    impl_->reader.finish();
  }
  if (!impl_->failure && impl_->columns.empty()) {
    impl_->failure
      = store_error{store_errc::refused, "The file has no header."};
  }
  if (impl_->failure) {
    return *impl_->failure;
  }
  return impl_->report;
}

// ---------------------------------------------------------------------------
// Export.

struct contact_export::impl {
  impl(class contacts of, const parley::company& config) : crm{of}, c{config} {}

  result<std::string, store_error> next() {
    if (is_over) {
      return std::string{};
    }
    const auto page = crm.list(c.id, from, limits::contact_page_max);
    if (!page) {
      return page.error();
    }
    std::string piece = from.empty() ? header_of(c) : std::string{};
    for (const auto& x : page.value().contacts) {
      piece += line_of(c, x);
    }
    from = page.value().next;
    is_over = from.empty();
    return piece;
  }

  class contacts crm;
  const parley::company& c;
  std::string from;
  bool is_over = false;
};

contact_export::contact_export(contacts crm, const parley::company& c)
    : impl_{std::make_unique<impl>(crm, c)} {}
contact_export::~contact_export() = default;

result<std::string, store_error> contact_export::next() {
  return impl_->next();
}

struct person_export::impl {
  impl(const store& of, class contacts in, company_id c, contact_id x)
      : from{&of}, crm{in}, company{std::move(c)}, id{std::move(x)} {}

  using piece = result<std::string, store_error>;

  piece next() {
    switch (at) {
    case place::contact:
      return contact_and_merges();
    case place::page:
      return page_of_sessions();
    case place::session:
      return events_of_session();
    case place::end:
      break;
    }
    return std::string{};
  }

  piece contact_and_merges() {
    const auto owner = crm.read(company, id);
    if (!owner) {
      return owner.error();
    }
    auto text
      = "{\"contact\":" + encode_contact(owner.value()) + ",\"merges\":[";
    for (const auto& gone : owner.value().merged) {
      const auto merge = crm.merge_of(company, gone);
      if (!merge) {
        return merge.error();
      }
      if (merge.value()) {
        text += (text.back() == '[' ? "" : ",") + encode_merge(*merge.value());
      }
    }
    at = place::page;
    return text + "],\"sessions\":[";
  }

  piece page_of_sessions() {
    const auto page
      = crm.history(company, id, next_page, limits::contact_sessions_page_max);
    if (!page) {
      return page.error();
    }
    sessions = page.value().sessions;
    next_page = page.value().next;
    session = 0;
    if (sessions.empty()) {
      at = place::end;
      return std::string{"]}"};
    }
    at = place::session;
    return events_of_session();
  }

  /// Some events of the session, as they are stored.
  piece events_of_session() {
    const auto& link = sessions[session];
    const stream_id stream{company, stream_kind::chat, link.chat.value};
    const auto events
      = from->read(stream, next_event, limits::history_page_max);
    if (!events) {
      return events.error();
    }
    std::string text;
    if (next_event == 1) {
      text = (is_first ? "{\"link\":" : ",{\"link\":") + encode_link(link)
             + ",\"events\":[";
      is_first = false;
    }
    for (const event& e : events.value()) {
      const auto encoded = encode_event(e);
      text += next_event == 1 ? "" : ",";
      text += R"({"type":")";
      text += encoded.type;
      text += R"(","event":)";
      text += encoded.json;
      text += '}';
      ++next_event;
    }
    if (events.value().size() < limits::history_page_max) {
      text += "]}";
      end_session(text);
    }
    return text;
  }

  void end_session(std::string& text) {
    next_event = 1;
    if (++session < sessions.size()) {
      return;
    }
    at = place::page;
    if (next_page.empty()) {
      at = place::end;
      text += "]}";
    }
  }

  enum class place : std::uint8_t { contact, page, session, end };
  const store* from;
  class contacts crm;
  company_id company;
  contact_id id;
  place at = place::contact;
  std::string next_page;
  std::vector<session_link> sessions;
  std::size_t session = 0;
  std::uint64_t next_event = 1;
  bool is_first = true;
};

person_export::person_export(const store& from,
                             contacts crm,
                             company_id company,
                             contact_id id)
    : impl_{
      std::make_unique<impl>(from, crm, std::move(company), std::move(id))} {}
person_export::~person_export() = default;

result<std::string, store_error> person_export::next() {
  return impl_->next();
}

} // namespace parley::storage
