// What a company's configuration says of boxes, classifications, breaks and
// scripts: whether it makes sense, and what follows from it.
#include "actors/domain/company_extras.hpp"

#include "protocol/codec.hpp"
#include "protocol/utf8.hpp"
#include "protocol/widget_limits.hpp"

#include <algorithm>

namespace parley {

namespace {

using findings = std::vector<finding>;

bool is_colour(const std::string& text) {
  return text.size() == 7 && text.front() == '#'
         && text.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
}

/// BCP 47, as far as it can be told without a registry.
bool is_language(std::string_view text) {
  const auto letters = text.substr(0, text.find('-'));
  const bool sound = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '-';
  });
  return sound && letters.size() >= 2 && letters.size() <= 3
         && text.size() <= 35 && text.back() != '-';
}

bool is_name(const std::string& text) {
  return !wire::is_blank(text)
         && wire::characters(text) <= limits::name_characters_max;
}

void check_widget(findings& all,
                  const std::string& at,
                  const widget_settings& w) {
  if (wire::characters(w.title) > limits::name_characters_max) {
    all.push_back({at + ".title", "needs 0-100 characters"});
  }
  if (!w.colour.empty() && !is_colour(w.colour)) {
    all.push_back({at + ".colour", "is not #rrggbb"});
  }
  if (w.auto_open < duration{0} || w.auto_open > limits::widget_auto_open_max) {
    all.push_back({at + ".auto_open", "out of range"});
  }
  if (!w.language.empty() && !is_language(w.language)) {
    all.push_back({at + ".language", "is not a language"});
  }
  if (w.fields.size() > limits::widget_fields_max) {
    all.push_back({at + ".fields", "needs 0-10 fields"});
  }
  std::set<std::string> names;
  for (const auto& f : w.fields) {
    if (!is_name(f.name)) {
      all.push_back({at + ".fields", "needs 1-100 characters"});
    }
    if (!names.insert(f.name).second) {
      all.push_back({at + ".fields", "names a field twice"});
    }
  }
}

void check_brand(findings& all, const brand_settings& b) {
  if (!b.colour.empty() && !is_colour(b.colour)) {
    all.push_back({"brand.colour", "is not #rrggbb"});
  }
  if (!b.logo.empty() && logo_type(b.logo).empty()) {
    all.push_back(
      {"brand.logo", "is not a PNG or JPEG of at most 16 KiB in Base64"});
  }
}

void check_services(findings& all, const company& c) {
  for (const auto& [id, s] : c.services) {
    const auto at = "services." + id.value;
    check_widget(all, at + ".widget", s.widget);
    if (wire::characters(s.survey.question)
        > limits::description_characters_max) {
      all.push_back({at + ".survey.question", "needs 0-250 characters"});
    }
  }
  for (const auto& [id, keys] : c.site_keys) {
    const auto at = "site_keys." + id.value;
    if (!c.services.contains(id)) {
      all.push_back({at, "there is no '" + id.value + "'"});
    }
    if (keys.size() > limits::site_keys_max) {
      all.push_back({at, "needs 0-2 keys"});
    }
  }
}

/// C1: a tree, not too deep, without circles.
void check_classifications(findings& all, const company& c) {
  for (const auto& [id, k] : c.classifications) {
    const auto at = "classifications." + id.value;
    std::size_t depth = 1;
    auto parent = k.parent;
    while (parent && depth <= limits::classification_depth_max) {
      const auto found = c.classifications.find(*parent);
      if (found == c.classifications.end()) {
        all.push_back({at + ".parent", "there is no '" + parent->value + "'"});
        break;
      }
      ++depth;
      parent = found->second.parent;
    }
    if (depth > limits::classification_depth_max) {
      all.push_back({at + ".parent", "is too deep, or goes round in a circle"});
    }
  }
}

void check_breaks(findings& all, const company& c) {
  for (const auto& [id, b] : c.break_reasons) {
    const auto at = "break_reasons." + id.value;
    if (wire::characters(b.description) > limits::description_characters_max) {
      all.push_back({at + ".description", "needs 0-250 characters"});
    }
    if (b.alert_after
        && (*b.alert_after < limits::break_alert_min
            || *b.alert_after > limits::break_alert_max)) {
      all.push_back({at + ".alert_after", "out of range"});
    }
  }
}

void check_texts(findings& all,
                 const std::string& at,
                 const localised_text& texts) {
  if (texts.size() > limits::text_languages_max) {
    all.push_back({at, "needs 0-16 languages"});
  }
  for (const auto& [language, text] : texts) {
    if (language.empty() || !is_language(language)) {
      all.push_back({at, "'" + language + "' is not a language"});
    }
    if (wire::characters(text) > limits::text_characters_max) {
      all.push_back({at, "needs 0-4000 characters"});
    }
  }
}

const script_config::question* find_question(const script_config& s,
                                             std::string_view key) {
  for (const auto& section : s.sections) {
    for (const auto& q : section.questions) {
      if (script_key(section, q) == key) {
        return &q;
      }
    }
  }
  return nullptr;
}

std::optional<refusal> refusal_of(const script_config& s,
                                  const chat::named_value& answer) {
  const auto* question = find_question(s, answer.name);
  if (question == nullptr) {
    return refusal{refusal_code::invalid_value, answer.name};
  }
  if (wire::characters(answer.value) > limits::script_answer_characters_max) {
    return refusal{refusal_code::too_long, answer.name};
  }
  const auto& choices = question->choices;
  const bool chosen = choices.empty() || answer.value.empty()
                      || std::find(choices.begin(), choices.end(), answer.value)
                           != choices.end();
  if (!chosen) {
    return refusal{refusal_code::invalid_value, answer.name};
  }
  return std::nullopt;
}

} // namespace

std::vector<finding> check_extras(const company& c) {
  findings all;
  check_brand(all, c.brand);
  check_services(all, c);
  check_classifications(all, c);
  check_breaks(all, c);
  for (const auto& [id, q] : c.queues) {
    const auto at = "queues." + id.value + ".policy";
    check_texts(
      all, at + ".interruption_notices", q.policy.interruption_notices);
    check_texts(all, at + ".inactivity_warnings", q.policy.inactivity_warnings);
  }
  return all;
}

std::string script_key(const script_config::section& section,
                       const script_config::question& question) {
  return section.name + "/" + question.name;
}

std::optional<refusal> refusal_of(const script_config& s,
                                  const std::vector<chat::named_value>& all) {
  std::set<std::string> given;
  for (const auto& answer : all) {
    if (auto wrong = refusal_of(s, answer)) {
      return wrong;
    }
    if (!given.insert(answer.name).second) {
      return refusal{refusal_code::invalid_value, answer.name};
    }
    if (wire::is_blank(answer.value)) {
      given.erase(answer.name);
    }
  }
  for (const auto& section : s.sections) {
    for (const auto& q : section.questions) {
      const auto key = script_key(section, q);
      if (q.required && !given.contains(key)) {
        return refusal{refusal_code::missing_field, key};
      }
    }
  }
  return std::nullopt;
}

bool may_use(const company& c,
             const agent_config& who,
             const script_config& s) {
  return s.queues.empty()
         || std::any_of(s.queues.begin(), s.queues.end(), [&](const auto& q) {
              return sees(c, who, q);
            });
}

std::optional<refusal>
refusal_of(const widget_settings& w,
           const std::string& name,
           const std::string& email,
           const std::vector<chat::named_value>& fields) {
  if (w.ask_name == asked::required && wire::is_blank(name)) {
    return refusal{refusal_code::missing_field, "name"};
  }
  if (w.ask_email == asked::required && wire::is_blank(email)) {
    return refusal{refusal_code::missing_field, "email"};
  }
  std::set<std::string> given;
  for (const auto& f : fields) {
    const bool known
      = std::any_of(w.fields.begin(), w.fields.end(), [&](const auto& o) {
          return o.name == f.name;
        });
    if (!known || !given.insert(f.name).second) {
      return refusal{refusal_code::invalid_value, "fields"};
    }
    if (wire::characters(f.value) > limits::widget_field_characters_max) {
      return refusal{refusal_code::too_long, f.name};
    }
    if (wire::is_blank(f.value)) {
      given.erase(f.name);
    }
  }
  for (const auto& o : w.fields) {
    if (o.required && !given.contains(o.name)) {
      return refusal{refusal_code::missing_field, o.name};
    }
  }
  return std::nullopt;
}

} // namespace parley
