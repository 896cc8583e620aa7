#include "gateway/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace parley::gateway {

namespace {

void append_value(std::string& line, std::string_view value) {
  line.push_back('"');
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      line.push_back('\\');
    }
    line.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  }
  line.push_back('"');
}

class spdlog_port final : public actors::log_port {
public:
  explicit spdlog_port(std::shared_ptr<spdlog::logger> logger)
      : logger_{std::move(logger)} {}

  void write(actors::log_level level,
             std::string_view what,
             std::initializer_list<actors::log_field> fields) override {
    const auto to = to_spdlog(level);
    if (!logger_->should_log(to)) {
      return;
    }
    std::string line{"what="};
    line.append(what);
    for (const auto& [key, value] : fields) {
      line.append(" ").append(key).append("=");
      append_value(line, value);
    }
    logger_->log(to, line);
  }

private:
  static spdlog::level::level_enum to_spdlog(actors::log_level level) {
    switch (level) {
    case actors::log_level::debug:
      return spdlog::level::debug;
    case actors::log_level::info:
      return spdlog::level::info;
    case actors::log_level::warn:
      return spdlog::level::warn;
    case actors::log_level::error:
      break;
    }
    return spdlog::level::err;
  }

  std::shared_ptr<spdlog::logger> logger_;
};

} // namespace

std::unique_ptr<actors::log_port> make_log(const std::string& level,
                                           const std::string& file) {
  spdlog::drop("parley");
  auto logger = file.empty() ? spdlog::stderr_logger_mt("parley")
                             : spdlog::basic_logger_mt("parley", file);
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                      spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(level));
  // Few lines, and after a kill all of them are wanted.
  logger->flush_on(spdlog::level::trace);
  return std::make_unique<spdlog_port>(std::move(logger));
}

void flush_log() {
  if (const auto logger = spdlog::get("parley")) {
    logger->flush();
  }
}

} // namespace parley::gateway
