// Files in chats over real sockets and a real disk (W2).
#include "gateway/file_transfers.hpp"
#include "gateway/secrets.hpp"
#include "tests/gateway/chat_fixture.hpp"
#include "tests/gateway/raw_client.hpp"

namespace parley::testing {

namespace {

const std::string png = "\x89PNG\r\n\x1a\n and what follows";
constexpr std::size_t bytes_max = 150'000;

class files_api : public chat_api {
protected:
  void tune(company& c) override { c.files.bytes_max = bytes_max; }

  [[nodiscard]] static std::string path_of_page(const std::string& token
                                                = "token-web-acme") {
    return "/api/v1/widget/" + token + "/files";
  }
  [[nodiscard]] std::string path_of_chat() const {
    return "/api/v1/chats/" + chat.value + "/files";
  }
  [[nodiscard]] static headers of_page(const std::string& visitor,
                                       const std::string& type) {
    return {{"Authorization", "Bearer " + visitor},
            {"Content-Type", type},
            {"Origin", website}};
  }

  [[nodiscard]] tools::http_answer upload(const std::string& visitor,
                                          const std::string& id,
                                          const std::string& bytes = png,
                                          const std::string& name = "red.png",
                                          const std::string& type
                                          = "image/png") const {
    return send("POST",
                path_of_page() + "?name=" + name + "&id=" + id,
                bytes,
                of_page(visitor, type));
  }

  [[nodiscard]] static json body_of(const tools::http_answer& a) {
    return json::parse(a.body, nullptr, false);
  }
  [[nodiscard]] static std::string code_of(const tools::http_answer& a) {
    return body_of(a).value("code", "");
  }

  [[nodiscard]] std::size_t files_on_disk() const {
    std::size_t n = 0;
    const auto root = data / "store" / "files";
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator{root}) {
      n += entry.is_regular_file() ? 1U : 0U;
    }
    return n;
  }
};

TEST_F(files_api, W2_a_customers_file_reaches_the_agent_and_both_fetch_it) {
  auto p = page();
  const auto visitor = begin(p);
  auto d = desk("ann");
  take(d);
  const auto sent = upload(visitor, "m-1", png, "..%2Fr%C3%B6d%20one.png");
  ASSERT_EQ(sent.status, 201U) << sent.body;
  const auto facts = body_of(sent);
  EXPECT_EQ(facts["name"], "röd one.png");
  EXPECT_EQ(facts["bytes"], png.size());
  EXPECT_EQ(facts["media_type"], "image/png");
  EXPECT_EQ(facts["sha256"], gateway::sha256_hex(png));
  for (auto* who : {&p, &d}) {
    const auto line = who->expect_file();
    EXPECT_EQ(line.kind, entry_kind::file);
    EXPECT_EQ(line.entry, facts["entry"]);
    EXPECT_EQ(line.text, "röd one.png");
    EXPECT_EQ(line.id->value, "m-1");
    EXPECT_EQ(line.file->file.value, facts["file"]);
    EXPECT_EQ(line.file->bytes, png.size());
  }
  const auto file = "/" + facts["file"].get<std::string>();
  const auto to_page
    = send("GET", path_of_page() + file, {}, of_page(visitor, "text/plain"));
  const auto to_desk
    = send("GET", path_of_chat() + file, {}, {{"Cookie", cookie("ann")}});
  for (const auto& got : {to_page, to_desk}) {
    ASSERT_EQ(got.status, 200U) << got.body;
    EXPECT_EQ(got.body, png);
    EXPECT_EQ(got.header("content-type"), "image/png");
    EXPECT_EQ(got.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(got.header("content-disposition"),
              "attachment; filename=\"r_d one.png\"; "
              "filename*=UTF-8''r%C3%B6d%20one.png");
    EXPECT_NE(got.header("content-security-policy").find("sandbox"),
              std::string::npos);
    EXPECT_EQ(got.header("cache-control"), "private, no-store");
  }
  EXPECT_EQ(to_page.header("access-control-allow-origin"), website);
}

TEST_F(files_api, W2_an_agents_file_reaches_the_customer) {
  auto p = page();
  const auto visitor = begin(p);
  auto d = desk("ann");
  take(d);
  const auto sent = send(
    "POST",
    path_of_chat() + "?name=offer.txt&id=m-1",
    "Two for one.",
    {{"Cookie", cookie("ann")}, {"Content-Type", "text/plain; charset=utf-8"}});
  ASSERT_EQ(sent.status, 201U) << sent.body;
  const auto line = p.expect_file();
  EXPECT_EQ(line.from, speaker::agent);
  EXPECT_EQ(line.name, "Ann");
  EXPECT_EQ(line.file->media_type, "text/plain");
  const auto got = send("GET",
                        path_of_page() + "/" + line.file->file.value,
                        {},
                        of_page(visitor, ""));
  EXPECT_EQ(got.body, "Two for one.");
}

TEST_F(files_api, W2_the_largest_file_fits_and_one_byte_more_does_not) {
  auto p = page();
  const auto visitor = begin(p);
  const std::string text(bytes_max, 'a');
  EXPECT_EQ(upload(visitor, "m-1", text, "a.txt", "text/plain").status, 201U);
  const auto more = upload(visitor, "m-2", text + "a", "a.txt", "text/plain");
  EXPECT_EQ(more.status, 413U);
  EXPECT_EQ(code_of(more), "too_long");
  // Removed after the answer.
  eventually([&] { return files_on_disk() == 1; });
}

TEST_F(files_api, W2_only_kinds_that_are_allowed_and_are_what_they_say) {
  auto p = page();
  const auto visitor = begin(p);
  struct row {
    const char* type;
    std::string bytes;
  };
  for (const auto& [type, bytes] :
       std::vector<row>{{"application/x-msdownload", "MZ"},
                        {"text/html", "<script>"},
                        {"image/svg+xml", "<svg>"},
                        {"", png},
                        {"image/png", "MZ this is a program"},
                        {"image/png", "<script>alert(1)</script>"},
                        {"image/jpeg", png},
                        {"text/plain", std::string{"a\0b", 3}},
                        {"image/png", ""},
                        {"image/png", "\x89PN"},
                        {"../../image/png", png}}) {
    const auto refused = upload(visitor, "m-1", bytes, "a.png", type);
    EXPECT_EQ(refused.status, 415U) << type << ": " << refused.body;
    EXPECT_EQ(code_of(refused), "file_type_refused") << type;
  }
  // Removed after the answer.
  eventually([&] { return files_on_disk() == 0; });
  EXPECT_EQ(upload(visitor, "m-1").status, 201U);
}

TEST_F(files_api, W2_a_name_and_an_id_are_needed) {
  auto p = page();
  const auto visitor = begin(p);
  EXPECT_EQ(code_of(upload(visitor, "m-1", png, "")), "missing_field");
  EXPECT_EQ(code_of(upload(visitor, "m-1", png, "%FF")), "not_utf8");
  EXPECT_EQ(code_of(upload(visitor, "")), "invalid_id");
  EXPECT_EQ(code_of(upload(visitor, "m%201")), "invalid_id");
  EXPECT_EQ(code_of(upload(visitor, std::string(65, 'm'))), "invalid_id");
  const auto dots = upload(visitor, "m-1", png, "..%2F..%2F..");
  EXPECT_EQ(body_of(dots)["name"], "file");
  const auto turned = upload(visitor, "m-2", png, "a%E2%80%AEgnp.exe");
  EXPECT_EQ(body_of(turned)["name"], "a_gnp.exe");
}

TEST_F(files_api, W6_a_retry_has_its_first_result) {
  auto p = page();
  const auto visitor = begin(p);
  const auto first = upload(visitor, "m-1");
  const auto again = upload(visitor, "m-1", png + "other", "other.png");
  EXPECT_EQ(first.status, 201U);
  EXPECT_EQ(again.status, 200U) << again.body;
  EXPECT_EQ(body_of(again), body_of(first));
  // Removed after the answer.
  eventually([&] { return files_on_disk() == 1; });
}

TEST_F(files_api, Z4_an_id_that_was_that_of_a_line_is_refused) {
  auto p = page();
  const auto visitor = begin(p);
  p.send(wire::customer_message{
    wire::customer_say{"r-1", client_message_id{"m-1"}, "hello"}});
  p.expect<wire::said>();
  EXPECT_EQ(code_of(upload(visitor, "m-1")), "invalid_id");
  // Removed after the answer.
  eventually([&] { return files_on_disk() == 0; });
}

TEST_F(files_api, Z4_nobody_elses_chat) {
  auto p = page();
  const auto visitor = begin(p);
  const auto mine = chat;
  const auto sent = upload(visitor, "m-1");
  const auto file = "/" + body_of(sent)["file"].get<std::string>();
  auto q = page();
  const auto stranger = begin(q);
  chat = mine;
  // Another's token opens another's chat only.
  EXPECT_EQ(
    send("GET", path_of_page() + file, {}, of_page(stranger, "")).status, 404U);
  // Half of one, half of the other.
  const auto forged = mine.value + stranger.substr(stranger.find('.'));
  EXPECT_EQ(code_of(upload(forged, "m-2")), "not_found");
  EXPECT_EQ(send("GET", path_of_page() + file, {}, of_page(forged, "")).status,
            404U);
  // By another service, by another company.
  for (const auto* token : {"token-auto-acme", "token-web-other"}) {
    EXPECT_EQ(
      send("GET", path_of_page(token) + file, {}, of_page(visitor, "")).status,
      404U)
      << token;
  }
  EXPECT_EQ(
    send("GET", path_of_page() + file, {}, {{"Origin", website}}).status, 401U);
  // An agent whose inbox does not hold it sends nothing into it.
  const headers ann{{"Cookie", cookie("ann")}, {"Content-Type", "image/png"}};
  EXPECT_EQ(
    send("POST", path_of_chat() + "?name=a.png&id=m-3", png, ann).status, 404U);
  // Eve does not see the queue; the other company does not see the chat.
  for (const auto& who : {cookie("eve"), cookie("adam", "other")}) {
    EXPECT_EQ(send("GET", path_of_chat() + file, {}, {{"Cookie", who}}).status,
              404U);
  }
  EXPECT_EQ(
    send("GET", path_of_chat() + file, {}, {{"Cookie", cookie("adam")}}).status,
    200U);
  EXPECT_EQ(send("GET", path_of_chat() + file, {}, {}).status, 401U);
  EXPECT_EQ(
    send("GET", path_of_chat() + "/f-0", {}, {{"Cookie", cookie("adam")}})
      .status,
    404U);
  EXPECT_EQ(files_on_disk(), 1U);
}

TEST_F(files_api, W5_pages_of_other_websites_are_refused_in_words) {
  auto p = page();
  const auto visitor = begin(p);
  auto from = of_page(visitor, "image/png");
  from.back().second = "https://evil.example";
  const auto refused
    = send("POST", path_of_page() + "?name=a.png&id=m-1", png, from);
  EXPECT_EQ(refused.status, 403U);
  EXPECT_EQ(code_of(refused), "forbidden_origin");
  // What a browser asks first, of both paths.
  for (const auto& path : {path_of_page(), path_of_page() + "/f-1"}) {
    const auto asked = send("OPTIONS", path, {}, {{"Origin", website}});
    EXPECT_EQ(asked.status, 204U);
    EXPECT_EQ(asked.header("access-control-allow-origin"), website);
    EXPECT_EQ(asked.header("access-control-allow-headers"),
              "Authorization, Content-Type");
  }
}

TEST_F(files_api, W2_after_the_end_nothing_is_sent_and_all_is_read) {
  auto p = page();
  const auto visitor = begin(p);
  const auto sent = upload(visitor, "m-1");
  p.send(wire::customer_message{wire::customer_end{"e"}});
  p.expect<wire::ok>();
  EXPECT_EQ(code_of(upload(visitor, "m-2")), "chat_closed");
  const auto path
    = path_of_page() + "/" + body_of(sent)["file"].get<std::string>();
  EXPECT_EQ(send("GET", path, {}, of_page(visitor, "")).body, png);
  // Also when nobody remembers it but the disk.
  start();
  EXPECT_EQ(send("GET", path, {}, of_page(visitor, "")).body, png);
}

TEST_F(files_api, M4_what_is_erased_is_gone) {
  auto p = page();
  const auto visitor = begin(p);
  const auto sent = upload(visitor, "m-1");
  const auto path
    = path_of_page() + "/" + body_of(sent)["file"].get<std::string>();
  auto files = storage::file_store::open(data / "store");
  ASSERT_TRUE(files);
  ASSERT_TRUE(files.value()->remove(company_id{"acme"}, chat));
  EXPECT_EQ(send("GET", path, {}, of_page(visitor, "")).status, 404U);
}

TEST_F(files_api, Z5_a_sender_who_leaves_leaves_nothing) {
  auto p = page();
  const auto visitor = begin(p);
  raw_client c{server->port()};
  c.send("POST " + path_of_page() + "?name=a.png&id=m-1 HTTP/1.1\r\nHost: x\r\n"
         + "Origin: " + website + "\r\nAuthorization: Bearer " + visitor
         + "\r\nContent-Type: image/png\r\nExpect: 100-continue\r\n"
         + "Content-Length: 100000\r\n\r\n");
  c.read_until("100 Continue\r\n\r\n");
  EXPECT_EQ(files_on_disk(), 1U);
  c.send(png);
  c.leave();
  eventually([&] { return files_on_disk() == 0; });
}

TEST_F(files_api, W2_few_at_once_from_one_address) {
  auto p = page();
  const auto visitor = begin(p);
  std::vector<std::unique_ptr<raw_client>> open;
  const auto ask = [&] {
    open.push_back(std::make_unique<raw_client>(server->port()));
    open.back()->send(
      "POST " + path_of_page() + "?name=a.png&id=m-"
      + std::to_string(open.size()) + " HTTP/1.1\r\nHost: x\r\nOrigin: "
      + website + "\r\nAuthorization: Bearer " + visitor
      + "\r\nContent-Type: image/png\r\nExpect: 100-continue\r\n"
      + "Content-Length: 1000\r\n\r\n");
    return open.back()->read_until("\r\n\r\n");
  };
  for (std::size_t i = 0; i < limits::uploads_per_address_max; ++i) {
    EXPECT_TRUE(ask().starts_with("HTTP/1.1 100"));
  }
  const auto refused = ask();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 429")) << refused;
  EXPECT_NE(refused.find("Retry-After"), std::string::npos) << refused;
  // Who leaves makes room.
  open.front()->leave();
  eventually([&] { return files_on_disk() < limits::uploads_per_address_max; });
  EXPECT_EQ(upload(visitor, "m-99").status, 201U);
}

class no_files : public files_api {
protected:
  void tune(company& c) override { c.files.on = false; }
};

TEST_F(no_files, W2_a_company_without_files_takes_none) {
  auto p = page();
  const auto visitor = begin(p);
  EXPECT_EQ(code_of(upload(visitor, "m-1")), "files_not_allowed");
  auto d = desk("ann");
  take(d);
  const headers ann{{"Cookie", cookie("ann")}, {"Content-Type", "image/png"}};
  const auto refused
    = send("POST", path_of_chat() + "?name=a.png&id=m-1", png, ann);
  EXPECT_EQ(code_of(refused), "files_not_allowed");
}

TEST(file_transfers, W2_places_are_counted_by_server_address_and_chat) {
  const auto data = std::filesystem::path{::testing::TempDir()}
                    / ("parley-transfers-" + std::to_string(::getpid()));
  std::filesystem::create_directories(data);
  gateway::file_transfers t{std::move(storage::file_store::open(data)).value()};
  using place = std::shared_ptr<gateway::file_transfers::place>;
  const auto admit = [&](int address, int chat, std::uint64_t files) {
    auto room
      = t.admit(std::to_string(address), chat_id{std::to_string(chat)}, files);
    const auto* got = std::get_if<place>(&room);
    return got != nullptr ? *got : nullptr;
  };
  std::vector<place> all;
  for (int i = 0; i < static_cast<int>(limits::uploads_at_once_max); ++i) {
    all.push_back(admit(i, i, 0));
    EXPECT_TRUE(all.back());
  }
  EXPECT_FALSE(admit(999, 999, 0));
  all.pop_back();
  EXPECT_TRUE(admit(999, 999, 0));
  all.clear();
  EXPECT_FALSE(admit(1, 1, limits::files_per_chat_max));
  const auto last = admit(1, 1, limits::files_per_chat_max - 1);
  EXPECT_TRUE(last);
  EXPECT_FALSE(admit(2, 1, limits::files_per_chat_max - 1));
  t.stop();
  std::filesystem::remove_all(data);
}

} // namespace

} // namespace parley::testing
