// A company's whole configuration as one document, for operators: to keep it,
// to move it, to write it by hand. It holds secrets of the company (telephony);
// passwords it may bring, but never shows. One that names a new company makes
// it, while the server runs.
#include "gateway/api/company_document.hpp"

#include "actors/founding.hpp"
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/companies_passwords.hpp"
#include "gateway/http_body.hpp"
#include "gateway/secrets.hpp"
#include "gateway/worker_threads.hpp"
#include "protocol/configuration_limits.hpp"
#include "storage/event_codec.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

std::optional<actors::directory_entry> company_with(const core& c,
                                                    const http_request& r) {
  const auto published = c.running.companies->now();
  const auto found
    = published->companies.find(company_id{r.parts.at("company")});
  if (found == published->companies.end()) {
    return std::nullopt;
  }
  return found->second;
}

void show_document(const parley::company& c,
                   const respond& answer,
                   unsigned status = 200) {
  auto text = storage::encode_company(c);
  const auto etag = etag_of(text);
  auto response = json_response(std::move(text));
  response.status = status;
  response.headers.emplace_back("ETag", etag);
  answer(std::move(response));
}

http_response refused(const refusal& why,
                      const std::vector<std::string>& problems) {
  auto response = problem(why);
  if (!problems.empty()) {
    auto body = nlohmann::json::parse(response.body, nullptr, false);
    body["errors"] = problems;
    response.body = body.dump();
  }
  return response;
}

/// What a document brings.
struct document {
  parley::company config;
  std::map<agent_id, std::string> passwords;
};

std::variant<document, refusal> read_document(const company_id& id,
                                              const std::string& text) {
  auto config = storage::decode_company(text);
  if (!config) {
    return refusal{refusal_code::invalid_value, config.error().text};
  }
  auto passwords = passwords_in(text);
  if (!passwords) {
    return refusal{refusal_code::invalid_value, passwords.error()};
  }
  if (config.value().id != id) {
    return refusal{refusal_code::invalid_value,
                   "id: is not that of the company"};
  }
  for (const auto& [user, password] : passwords.value()) {
    if (!config.value().agents.contains(user)) {
      return refusal{refusal_code::invalid_value,
                     "passwords." + user.value + ": there is no such user"};
    }
  }
  return document{std::move(config).value(), std::move(passwords).value()};
}

/// Gives the passwords to those who have none: an import that is repeated must
/// not undo what somebody has chosen meanwhile.
/// @returns what could not be stored.
std::optional<refusal> give_passwords(core& c, const document& d) {
  for (const auto& [user, password] : d.passwords) {
    const auto known = c.store->credential_of(d.config.id, user);
    if (!known) {
      return refusal{refusal_code::unavailable};
    }
    if (known.value() && known.value()->password_hash != no_password) {
      continue;
    }
    if (!c.store->put_credential(d.config.id,
                                 {user, hash_password(password)})) {
      return refusal{refusal_code::unavailable};
    }
  }
  return std::nullopt;
}

/// Takes a document while it comes, and puts it in the place of what there is.
class document_sink : public body_sink,
                      public std::enable_shared_from_this<document_sink> {
public:
  document_sink(core& c,
                std::optional<actors::directory_entry> company,
                http_request head,
                respond answer)
      : core_{&c}, company_{std::move(company)}, head_{std::move(head)},
        answer_{std::move(answer)} {}

  [[nodiscard]] std::uint64_t bytes_max() const override {
    return limits::configuration_bytes_max;
  }
  void take(std::string piece, std::function<void()> go_on) override {
    text_ += piece;
    go_on();
  }
  void finish() override {
    // To read megabytes takes a while, and so do passwords.
    later([me = shared_from_this()] { me->read(); });
  }
  void abort() override {}

private:
  void later(std::function<void()> what) {
    if (!core_->transfer_threads->post(std::move(what))) {
      answer_(
        problem({refusal_code::unavailable}, limits::retry_after_failure));
    }
  }

  void read() {
    auto read = read_document(company_id{head_.parts.at("company")},
                              std::exchange(text_, {}));
    if (const auto* wrong = std::get_if<refusal>(&read)) {
      answer_(problem(*wrong));
      return;
    }
    document_ = std::get<document>(std::move(read));
    if (company_) {
      replace();
    } else {
      found();
    }
  }

  /// By an operator, who has no name here.
  [[nodiscard]] storage::audit_entry entry(const char* act) const {
    return entry_of({}, head_, act, {"company", document_.config.id.value});
  }

  void replace() {
    make_change(
      *core_,
      company_->company,
      [me
       = shared_from_this()](parley::company& now) -> std::optional<refusal> {
        const auto etag = etag_of(storage::encode_company(now));
        if (auto no = check_if_match(me->head_, etag)) {
          return no;
        }
        me->dropped_.clear();
        for (const auto& [user, config] : now.agents) {
          if (!me->document_.config.agents.contains(user)) {
            me->dropped_.push_back(user);
          }
        }
        const auto version = now.version;
        now = me->document_.config;
        now.version = version;
        return std::nullopt;
      },
      [e = entry("configuration.imported")](const parley::company& before,
                                            const parley::company& after) {
        auto entry = e;
        entry.details["fields"] = changed_members(
          storage::encode_company(before), storage::encode_company(after));
        return entry;
      },
      answer_,
      [me = shared_from_this()](const parley::company& changed) {
        me->forget_dropped(changed);
      });
  }

  /// One after the other: whose ids the next document may give to others.
  // NOLINTNEXTLINE(misc-no-recursion): on other threads.
  void forget_dropped(const parley::company& stored) {
    if (dropped_.empty()) {
      end(stored, 200);
      return;
    }
    const auto user = dropped_.back();
    dropped_.pop_back();
    forget_user(
      *core_,
      document_.config.id,
      user,
      // NOLINTNEXTLINE(misc-no-recursion): as above.
      [me = shared_from_this(), stored] { me->forget_dropped(stored); });
  }

  void found() {
    auto by = entry("company.founded");
    by.at = core_->world->time->now();
    ask<actors::company_founded>(
      *core_->system,
      actors::founder(core_->running),
      limits::request_within,
      [me = shared_from_this()](const actors::company_founded& done) {
        if (done.refused) {
          me->answer_(refused(*done.refused, done.problems));
        } else {
          me->end(*done.config, 201);
        }
      },
      [me = shared_from_this()] {
        me->answer_(problem({refusal_code::unavailable}));
      },
      actors::found_company{
        std::make_shared<const parley::company>(document_.config),
        std::make_shared<const storage::audit_entry>(std::move(by))});
  }

  void end(const parley::company& stored, unsigned status) {
    later([me = shared_from_this(), stored, status] {
      if (const auto no = give_passwords(*me->core_, me->document_)) {
        me->answer_(problem(*no));
      } else {
        show_document(stored, me->answer_, status);
      }
    });
  }

  core* core_;
  std::optional<actors::directory_entry> company_;
  http_request head_;
  respond answer_;
  std::string text_;
  document document_;
  /// Users who were there and are not in the document.
  std::vector<agent_id> dropped_;
};

} // namespace

void export_company(core& c, const http_request& r, const respond& answer) {
  const auto company = company_with(c, r);
  if (company) {
    show_document(*company->config, answer);
  } else {
    answer(problem({refusal_code::not_found}));
  }
}

void receive_company(core& c,
                     const http_request& r,
                     const respond& answer,
                     const accept_body& accept) {
  auto company = company_with(c, r);
  const bool only_new = r.header("if-none-match") == "*";
  if (company && only_new) {
    answer(problem({refusal_code::changed_meanwhile}));
  } else if (!company && !only_new) {
    answer(problem({refusal_code::not_found}));
  } else {
    accept(std::make_shared<document_sink>(c, std::move(company), r, answer));
  }
}

} // namespace parley::gateway
