#include "actors/domain/chat_session.hpp"
#include "protocol/codec.hpp"
#include "protocol/widget_limits.hpp"

#include <algorithm>

namespace parley::chat {

namespace {

decision not_now(const state& s) {
  return refusal{refusal_code::not_in_this_state,
                 std::string{to_string(name_of(s.phase))}};
}

bool is_open_for_customer(phase_name at) {
  return at == phase_name::active || at == phase_name::parked
         || at == phase_name::allocated || at == phase_name::flow
         || at == phase_name::queued;
}

std::optional<refusal> customer_refusal(const state& s) {
  if (!is_open_for_customer(name_of(s.phase))) {
    return refusal{refusal_code::chat_closed};
  }
  return std::nullopt;
}

std::optional<refusal> agent_refusal(const state& s, const write_entry& c) {
  if (!c.author || c.author->empty() || *c.author != s.agent) {
    return refusal{refusal_code::not_your_chat};
  }
  const auto at = name_of(s.phase);
  const bool talk = at == phase_name::active || at == phase_name::parked
                    || at == phase_name::allocated;
  const bool whispers
    = c.kind == entry_kind::whisper && at != phase_name::closed;
  if (!talk && !whispers) {
    return refusal{refusal_code::not_in_this_state, std::string{to_string(at)}};
  }
  return std::nullopt;
}

std::optional<refusal> file_refusal(const state& s, const write_entry& c) {
  if (c.kind != entry_kind::file && !c.file) {
    return std::nullopt;
  }
  if (c.kind != entry_kind::file || !c.file) {
    return refusal{refusal_code::missing_field, "file"};
  }
  if (s.files >= limits::files_per_chat_max) {
    return refusal{refusal_code::too_many_files};
  }
  return std::nullopt;
}

} // namespace

std::optional<refusal> line_refusal(const state& s, const write_entry& c) {
  std::optional<refusal> why;
  switch (c.from) {
  case speaker::customer:
    why = customer_refusal(s);
    break;
  case speaker::agent:
    why = agent_refusal(s, c);
    break;
  case speaker::flow:
  case speaker::supervisor:
    if (name_of(s.phase) == phase_name::closed) {
      why = refusal{refusal_code::chat_closed};
    }
    break;
  }
  return why ? why : file_refusal(s, c);
}

decision decide_classification(const classify& c,
                               const chat_policy& p,
                               const std::optional<command_id>& id,
                               timestamp now) {
  const auto most
    = p.classification_several ? limits::classifications_per_chat_max : 1;
  if (c.classifications.size() > most) {
    return refusal{refusal_code::out_of_range, "classifications"};
  }
  if (wire::characters(c.note) > limits::note_characters_max) {
    return refusal{refusal_code::too_long, "note"};
  }
  if (!c.text.empty() && !p.classification_text) {
    return refusal{refusal_code::invalid_value, "text"};
  }
  if (wire::characters(c.text) > limits::classification_text_characters_max) {
    return refusal{refusal_code::too_long, "text"};
  }
  for (const auto& one : c.classifications) {
    const auto& all = p.classifications;
    if (std::find(all.begin(), all.end(), one) == all.end()) {
      return refusal{refusal_code::unknown_classification, one.value};
    }
  }
  return events{
    chat_classified{now, c.classifications, c.note, c.abusive, id, c.text}};
}

decision decide_survey(const state& s,
                       const submit_survey& c,
                       const std::optional<command_id>& id,
                       timestamp now) {
  const auto at = name_of(s.phase);
  if (s.channel != channel::webchat || is_open_for_customer(at)) {
    return not_now(s);
  }
  if (s.survey) {
    return refusal{refusal_code::survey_given};
  }
  if (c.score < limits::survey_score_min
      || c.score > limits::survey_score_max) {
    return refusal{refusal_code::out_of_range, "score"};
  }
  if (wire::characters(c.comment) > limits::survey_comment_characters_max) {
    return refusal{refusal_code::too_long, "comment"};
  }
  return events{survey_submitted{now, c.score, c.comment, id}};
}

decision decide_script(const state& s,
                       const answer_script& c,
                       const std::optional<command_id>& id,
                       timestamp now) {
  if (!s.agent.empty() && s.agent != c.agent) {
    return refusal{refusal_code::not_your_chat};
  }
  const auto at = name_of(s.phase);
  if (at != phase_name::active && at != phase_name::parked
      && at != phase_name::wrapup && at != phase_name::wrapup_parked) {
    return not_now(s);
  }
  if (c.answers.size() > limits::script_answers_max) {
    return refusal{refusal_code::out_of_range, "answers"};
  }
  const bool known
    = std::any_of(s.scripts.begin(), s.scripts.end(), [&](const auto& one) {
        return one.script == c.script;
      });
  if (!known && s.scripts.size() >= limits::chat_scripts_max) {
    return refusal{refusal_code::out_of_range, "script"};
  }
  return events{script_answered{now, c.script, c.name, c.agent, c.answers, id}};
}

void keep(state& s, const survey_submitted& e) {
  s.survey = survey{e.score, e.comment};
}

void keep(state& s, const script_answered& e) {
  std::erase_if(s.scripts,
                [&](const auto& one) { return one.script == e.script; });
  s.scripts.push_back(e);
}

} // namespace parley::chat
