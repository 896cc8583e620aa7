// Contacts in and out (M3), and one person's data (M4). Neither is ever whole
// in memory: an import is taken while it comes, an export made while it leaves.
#include "storage/contact_transfer.hpp"

#include "gateway/api/audit.hpp"
#include "gateway/api/crm.hpp"
#include "gateway/http_body.hpp"
#include "gateway/secrets.hpp"
#include "gateway/worker_threads.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <utility>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::contact_import;

constexpr std::size_t id_bytes = 8;

/// One of the few that run at the same time.
class running_transfer {
public:
  /// @returns null: there are as many as there may be.
  static std::shared_ptr<running_transfer> begin(core& c) {
    if (c.contact_transfers.fetch_add(1) < limits::transfers_at_once_max) {
      return std::shared_ptr<running_transfer>{new running_transfer{c}};
    }
    --c.contact_transfers;
    return nullptr;
  }
  ~running_transfer() { --core_->contact_transfers; }
  running_transfer(const running_transfer&) = delete;
  running_transfer& operator=(const running_transfer&) = delete;

private:
  explicit running_transfer(core& c) : core_{&c} {}
  core* core_;
};

http_response too_many() {
  return problem({refusal_code::unavailable}, limits::retry_after_failure);
}

storage::audit_entry transfer_entry(const caller& who,
                                    const http_request& r,
                                    const std::string& act) {
  return entry_of(who.who.agent, r, act, {"company", who.who.company.value});
}

// ---------------------------------------------------------------------------
// Import.

json describe(const storage::import_report& report, bool is_preview) {
  json rows = json::array();
  for (const auto& row : report.rows) {
    rows.push_back({{"line", row.line}, {"reason", row.reason}});
  }
  return {{"dry_run", is_preview},
          {"created", report.created},
          {"updated", report.updated},
          {"refused", report.refused},
          {"rows", std::move(rows)}};
}

class contact_sink : public body_sink,
                     public std::enable_shared_from_this<contact_sink> {
public:
  contact_sink(core& c,
               caller who,
               http_request head,
               respond answer,
               std::shared_ptr<running_transfer> one,
               bool is_preview)
      : core_{&c}, who_{std::move(who)}, head_{std::move(head)},
        answer_{std::move(answer)}, one_{std::move(one)},
        is_preview_{is_preview}, import_{
                                   storage::contacts{*c.store},
                                   who_.config(),
                                   c.world->time->now(),
                                   [] {
                                     return contact_id{random_hex(id_bytes)};
                                   },
                                   is_preview ? contact_import::mode::preview
                                              : contact_import::mode::write} {}

  [[nodiscard]] std::uint64_t bytes_max() const override {
    return limits::import_bytes_max;
  }

  void take(std::string piece, std::function<void()> go_on) override {
    later([me = shared_from_this(),
           piece = std::move(piece),
           go_on = std::move(go_on)] {
      if (!me->has_begun()) {
        return;
      }
      if (const auto fed = me->import_.feed(piece); !fed) {
        me->fail(fed.error());
      } else {
        go_on();
      }
    });
  }

  void finish() override {
    later([me = shared_from_this()] {
      if (!me->has_begun()) {
        return;
      }
      const auto report = me->import_.finish();
      if (!report) {
        me->fail(report.error());
        return;
      }
      me->record_end(&report.value());
      me->answer_(
        json_response(describe(report.value(), me->is_preview_)
                        .dump(-1, ' ', false, json::error_handler_t::replace)));
    });
  }

  void abort() override {
    later([me = shared_from_this()] { me->record_end(nullptr); });
  }

private:
  void later(std::function<void()> what) {
    if (!core_->transfer_threads->post(std::move(what))) {
      answer_(too_many());
    }
  }

  /// A3: before the first row. Answers itself if it cannot be recorded.
  bool has_begun() {
    if (begun_ || is_preview_) {
      return true;
    }
    if (const auto no
        = record(*core_,
                 who_.who.company,
                 transfer_entry(who_, head_, "contacts.import_begun"))) {
      answer_(problem(*no));
      return false;
    }
    begun_ = true;
    return true;
  }

  void fail(const storage::store_error& why) {
    record_end(nullptr);
    answer_(problem_of(why));
  }

  /// What was taken before stays, and is in the log either way.
  void record_end(const storage::import_report* report) {
    if (!begun_) {
      return;
    }
    auto entry = transfer_entry(who_, head_, "contacts.import_ended");
    entry.details["whole"] = report == nullptr ? "no" : "yes";
    if (report != nullptr) {
      entry.details["created"] = std::to_string(report->created);
      entry.details["updated"] = std::to_string(report->updated);
      entry.details["refused"] = std::to_string(report->refused);
    }
    const auto unwritten = record(*core_, who_.who.company, std::move(entry));
    (void)unwritten;
  }

  core* core_;
  caller who_;
  http_request head_;
  respond answer_;
  std::shared_ptr<running_transfer> one_;
  bool is_preview_;
  bool begun_ = false;
  contact_import import_;
};

/// @returns who may, of the routes that take all contacts or give them.
std::optional<caller> identify_transfer(core& c,
                                        const http_request& r,
                                        const respond& answer,
                                        privilege wanted) {
  return identify(c, r, answer, wanted, area::contact_transfer);
}

void begin_import(core& c,
                  const http_request& r,
                  const respond& answer,
                  const accept_body& accept) {
  auto who = identify_transfer(c, r, answer, privilege::modify);
  if (!who) {
    return;
  }
  const auto type = r.header("content-type");
  if (type.substr(0, type.find(';')) != "text/csv") {
    answer(problem({refusal_code::invalid_value, "Content-Type: text/csv"}));
    return;
  }
  const auto asked = r.query.find("dry_run");
  const bool is_preview = asked != r.query.end() && asked->second == "true";
  if (asked != r.query.end() && !is_preview && asked->second != "false") {
    answer(problem({refusal_code::invalid_value, "dry_run"}));
    return;
  }
  auto one = running_transfer::begin(c);
  if (!one) {
    answer(too_many());
    return;
  }
  accept(std::make_shared<contact_sink>(
    c, *std::move(who), r, answer, std::move(one), is_preview));
}

// ---------------------------------------------------------------------------
// Export.

/// Asks `Export` for pieces on a thread that may wait.
template <class Export>
class export_source
    : public body_source,
      public std::enable_shared_from_this<export_source<Export>> {
public:
  template <class... Arguments>
  export_source(core& c,
                caller who,
                std::shared_ptr<running_transfer> one,
                Arguments... arguments)
      : core_{&c}, who_{std::move(who)}, one_{std::move(one)},
        export_{std::move(arguments)...} {}

  void next(std::function<void(std::optional<std::string>)> to) override {
    const bool taken
      = core_->transfer_threads->post([me = this->shared_from_this(), to] {
          auto piece = me->export_.next();
          to(piece ? std::optional{std::move(piece).value()} : std::nullopt);
        });
    if (!taken) {
      to(std::nullopt);
    }
  }

private:
  core* core_;
  /// The configuration that the export goes by.
  caller who_;
  std::shared_ptr<running_transfer> one_;
  Export export_;
};

http_response download(std::string type,
                       const std::string& name,
                       std::shared_ptr<body_source> from) {
  http_response r;
  r.content_type = std::move(type);
  r.headers.emplace_back("Content-Disposition",
                         "attachment; filename=\"" + name + "\"");
  r.headers.emplace_back("Cache-Control", "no-store");
  r.source = std::move(from);
  return r;
}

void export_all(const crm_request& r) {
  auto one = running_transfer::begin(r.world);
  if (!one) {
    r.answer(too_many());
    return;
  }
  if (const auto no
      = record(r.world,
               r.company(),
               transfer_entry(r.who, r.request, "contacts.exported"))) {
    r.refuse(*no);
    return;
  }
  r.answer(download("text/csv; charset=utf-8",
                    "contacts.csv",
                    std::make_shared<export_source<storage::contact_export>>(
                      r.world,
                      r.who,
                      std::move(one),
                      r.contacts(),
                      std::cref(r.who.config()))));
}

void export_one(const crm_request& r) {
  const auto owner = r.contacts().read(r.company(), contact_id{r.part("id")});
  if (!owner) {
    r.answer(problem_of(owner.error()));
    return;
  }
  const auto& id = owner.value().id;
  auto one = running_transfer::begin(r.world);
  if (!one) {
    r.answer(too_many());
    return;
  }
  if (const auto no = record(r.world,
                             r.company(),
                             entry_of(r.who.who.agent,
                                      r.request,
                                      "contact.exported",
                                      {"contacts", id.value}))) {
    r.refuse(*no);
    return;
  }
  const storage::store& store = *r.world.store;
  r.answer(download(
    "application/json",
    "contact-" + id.value + ".json",
    std::make_shared<export_source<storage::person_export>>(r.world,
                                                            r.who,
                                                            std::move(one),
                                                            std::cref(store),
                                                            r.contacts(),
                                                            r.company(),
                                                            id)));
}

} // namespace

// Before the routes with {id}, which would take "import" for one.
void add_contact_transfer_routes(core& c) {
  c.public_routes.add_stream(
    "POST",
    "/api/v1/contacts/import",
    [&c](const auto& r, const auto& answer, const auto& accept) {
      begin_import(c, r, answer, accept);
    });
  constexpr auto view = privilege::view;
  constexpr auto what = area::contact_transfer;
  add_crm_route(c, "GET", "/api/v1/contacts/export", view, what, export_all);
  add_crm_route(
    c, "GET", "/api/v1/contacts/{id}/export", view, what, export_one);
}

} // namespace parley::gateway
