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
       std::function<contact_id()> make_id)
      : crm{to}, c{config}, now{at}, new_id{std::move(make_id)} {}

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
    const auto written = is_new ? crm.create(c.id, x) : crm.update(c.id, x);
    if (!written) {
      return reason_of(written.error());
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
                               std::function<contact_id()> new_id)
    : impl_{std::make_unique<impl>(crm, c, now, std::move(new_id))} {}
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

result<done, store_error> export_contacts(const contacts& crm,
                                          const parley::company& c,
                                          const take_text& to) {
  to(header_of(c));
  std::string from;
  do {
    const auto page = crm.list(c.id, from, limits::contact_page_max);
    if (!page) {
      return page.error();
    }
    for (const auto& x : page.value().contacts) {
      to(line_of(c, x));
    }
    from = page.value().next;
  } while (!from.empty());
  return done{};
}

namespace {

/// Gives `act` the sessions of a contact, a page at a time.
template <class Act>
result<done, store_error> each_page(const contacts& crm,
                                    const company_id& company,
                                    const contact_id& id,
                                    Act act) {
  std::string from;
  do {
    const auto page
      = crm.history(company, id, from, limits::contact_sessions_page_max);
    if (!page) {
      return page.error();
    }
    if (auto outcome = act(page.value().sessions); !outcome) {
      return std::move(outcome).error();
    }
    from = page.value().next;
  } while (!from.empty());
  return done{};
}

/// The events of a session as they are stored, a page at a time.
result<done, store_error> export_session(const store& from,
                                         const company_id& company,
                                         const session_link& session,
                                         const take_text& to) {
  to("{\"link\":" + encode_link(session) + ",\"events\":[");
  const stream_id stream{company, stream_kind::chat, session.chat.value};
  std::uint64_t next = 1;
  for (bool more = true; more;) {
    const auto events = from.read(stream, next, limits::history_page_max);
    if (!events) {
      return events.error();
    }
    for (const event& e : events.value()) {
      const auto encoded = encode_event(e);
      std::string row{next == 1 ? "" : ","};
      row += R"({"type":")";
      row += encoded.type;
      row += R"(","event":)";
      row += encoded.json;
      row += '}';
      to(row);
      ++next;
    }
    more = events.value().size() == limits::history_page_max;
  }
  to("]}");
  return done{};
}

} // namespace

result<done, store_error> export_person(const store& from,
                                        const contacts& crm,
                                        const company_id& company,
                                        const contact_id& id,
                                        const take_text& to) {
  const auto owner = crm.read(company, id);
  if (!owner) {
    return owner.error();
  }
  to("{\"contact\":" + encode_contact(owner.value()) + ",\"merges\":[");
  std::string_view separator;
  for (const auto& gone : owner.value().merged) {
    const auto merge = crm.merge_of(company, gone);
    if (!merge) {
      return merge.error();
    }
    if (merge.value()) {
      to(std::string{separator} + encode_merge(*merge.value()));
      separator = ",";
    }
  }
  to("],\"sessions\":[");
  separator = {};
  auto all = each_page(
    crm,
    company,
    id,
    [&](const std::vector<session_link>& page) -> result<done, store_error> {
      for (const auto& session : page) {
        to(separator);
        separator = ",";
        auto written = export_session(from, company, session, to);
        if (!written) {
          return written;
        }
      }
      return done{};
    });
  if (!all) {
    return all;
  }
  to("]}");
  return done{};
}

// ---------------------------------------------------------------------------
// Deletion.

result<std::uint64_t, store_error>
erase_conversations(store& of,
                    const contacts& crm,
                    const company_id& company,
                    const contact_id& id) {
  std::uint64_t erased = 0;
  const auto all = each_page(
    crm,
    company,
    id,
    [&](const std::vector<session_link>& page) -> result<done, store_error> {
      std::vector<chat_id> chats;
      chats.reserve(page.size());
      for (const auto& session : page) {
        chats.push_back(session.chat);
      }
      const auto changed = of.erase_texts(company, chats);
      if (!changed) {
        return changed.error();
      }
      erased += changed.value();
      return done{};
    });
  if (!all) {
    return all.error();
  }
  return erased;
}

result<std::uint64_t, store_error>
erase_expired(store& of,
              const company_id& company,
              const std::map<queue_id, timestamp>& closed_before) {
  std::uint64_t erased = 0;
  if (closed_before.empty()) {
    return erased;
  }
  auto before = std::max_element(closed_before.begin(),
                                 closed_before.end(),
                                 [](const auto& a, const auto& b) {
                                   return a.second < b.second;
                                 })
                  ->second;
  // Pages begin at a time: one must hold more than all of one millisecond.
  auto limit = limits::history_page_max;
  while (true) {
    const auto rows = of.history(company, before, limit);
    if (!rows) {
      return rows.error();
    }
    std::vector<chat_id> chats;
    for (const auto& row : rows.value()) {
      const auto rule = closed_before.find(row.queue);
      if (rule != closed_before.end() && row.closed < rule->second) {
        chats.push_back(row.chat);
      }
    }
    const auto changed = of.erase_texts(company, chats);
    if (!changed) {
      return changed.error();
    }
    erased += changed.value();
    if (rows.value().size() < limit) {
      return erased;
    }
    const auto next = rows.value().back().closed + duration{1};
    if (next == before) {
      limit *= 2;
    }
    before = next;
  }
}

} // namespace parley::storage
