// Rows to JSON and back.
#include "storage/rows_codec.hpp"

#include "storage/json_fields.hpp"

namespace parley::storage {

template <>
struct description<history_row> {
  static constexpr auto fields() {
    using t = history_row;
    return std::tuple{field{"chat", &t::chat},
                      field{"started", &t::started},
                      field{"closed", &t::closed},
                      field{"queue", &t::queue},
                      field{"agent", &t::agent},
                      field{"how", &t::how},
                      field{"entries", &t::entries}};
  }
};

template <>
struct description<credential> {
  static constexpr auto fields() {
    using t = credential;
    return std::tuple{field{"agent", &t::agent},
                      field{"password_hash", &t::password_hash}};
  }
};

template <>
struct description<login_session> {
  static constexpr auto fields() {
    using t = login_session;
    return std::tuple{field{"token_hash", &t::token_hash},
                      field{"company", &t::company},
                      field{"agent", &t::agent},
                      field{"created", &t::created},
                      field{"expires", &t::expires},
                      field{"address", &t::address}};
  }
};

namespace {

template <class Row>
std::string encode(const Row& row) {
  std::string out;
  append_json(out, row);
  return out;
}

} // namespace

std::string encode_row(const history_row& row) {
  return encode(row);
}
std::string encode_row(const credential& row) {
  return encode(row);
}
std::string encode_row(const login_session& row) {
  return encode(row);
}

template <class Row>
std::optional<Row> decode_row(std::string_view text) {
  Row row;
  const auto from = nlohmann::json::parse(text, nullptr, false);
  if (!read_json(from, row)) {
    return std::nullopt;
  }
  return row;
}

template std::optional<history_row> decode_row(std::string_view);
template std::optional<credential> decode_row(std::string_view);
template std::optional<login_session> decode_row(std::string_view);

} // namespace parley::storage
