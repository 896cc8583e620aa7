// What the box on a website reads and says: settings (W1), signed customers
// (W8), the survey, what is asked for first.
#include "gateway/api/site_token.hpp"
#include "gateway/secrets.hpp"
#include "tests/gateway/chat_fixture.hpp"

#include <sodium.h>

namespace parley::testing {

namespace {

using namespace std::chrono_literals;

std::string base64url(const std::string& text) {
  std::string out(text.size() * 2 + 4, '\0');
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  sodium_bin2base64(out.data(),
                    out.size(),
                    bytes,
                    text.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.resize(std::char_traits<char>::length(out.c_str()));
  return out;
}

std::string sign(const std::string& secret,
                 const json& claims,
                 const json& head = {{"alg", "HS256"}, {"typ", "JWT"}}) {
  const auto what = base64url(head.dump()) + "." + base64url(claims.dump());
  const auto hex = gateway::hmac_sha256_hex(secret, what);
  std::string signature;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    signature += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return what + "." + base64url(signature);
}

constexpr timestamp now = from_unix_ms(1'800'000'000'000);
const std::vector<site_key> keys{{"k1", "first secret", now},
                                 {"k2", "second secret", now}};

json good() {
  return {{"sub", "u-7"},
          {"aud", "shop"},
          {"exp", 1'800'000'060},
          {"name", "Zoë"},
          {"email", "zoe@example.com"}};
}

bool is_taken(const std::string& token) {
  return gateway::read_site_token(token, keys, "shop", now).has_value();
}

TEST(site_token, W8_a_signed_token_says_who_it_is_by_either_key) {
  ASSERT_TRUE(gateway::prepare_secrets());
  for (const auto& key : keys) {
    const auto claims
      = gateway::read_site_token(sign(key.secret, good()), keys, "shop", now);
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->subject, "u-7");
    EXPECT_EQ(claims->name, "Zoë");
    EXPECT_EQ(claims->email, "zoe@example.com");
  }
  auto several = good();
  several["aud"] = {"other", "shop"};
  EXPECT_TRUE(is_taken(sign("first secret", several)));
}

TEST(site_token, W8_what_is_not_signed_by_a_live_key_is_refused) {
  EXPECT_FALSE(is_taken(sign("third secret", good())));
  EXPECT_FALSE(
    is_taken(sign("first secret", good(), {{"alg", "none"}, {"typ", "JWT"}})));
  EXPECT_FALSE(is_taken(sign("first secret", good(), {{"alg", "HS512"}})));
  EXPECT_FALSE(is_taken(
    sign("first secret", good(), {{"alg", "HS256"}, {"crit", {"exp"}}})));
  const auto sound = sign("first secret", good());
  const auto last = sound.rfind('.');
  EXPECT_FALSE(is_taken(sound.substr(0, last) + "."));
  EXPECT_FALSE(is_taken(sound.substr(0, last)));
  EXPECT_FALSE(gateway::read_site_token(sound, {}, "shop", now));
  for (const auto* text : {"", ".", "..", "a.b.c", "....", "é.é.é"}) {
    EXPECT_FALSE(is_taken(text)) << text;
  }
}

TEST(site_token, W8_its_time_and_its_audience_are_checked) {
  const auto taken = [](const char* claim, const json& value) {
    auto claims = good();
    claims[claim] = value;
    return is_taken(sign("first secret", claims));
  };
  // 30 s for clocks that are off, on both sides.
  EXPECT_TRUE(taken("exp", 1'800'000'000 - 29));
  EXPECT_FALSE(taken("exp", 1'800'000'000 - 30));
  EXPECT_TRUE(taken("exp", 1'800'000'000 + 330));
  EXPECT_FALSE(taken("exp", 1'800'000'000 + 331));
  EXPECT_FALSE(taken("exp", "soon"));
  EXPECT_FALSE(taken("exp", 1e300));
  EXPECT_FALSE(taken("exp", nullptr));
  EXPECT_TRUE(taken("nbf", 1'800'000'030));
  EXPECT_FALSE(taken("nbf", 1'800'000'031));
  EXPECT_FALSE(taken("aud", "other"));
  EXPECT_FALSE(taken("aud", nullptr));
  EXPECT_FALSE(taken("sub", ""));
  EXPECT_FALSE(taken("sub", 7));
  EXPECT_TRUE(taken("sub", std::string(200, 's')));
  EXPECT_FALSE(taken("sub", std::string(201, 's')));
}

TEST(site_token, W8_whatever_bytes_it_has_nothing_breaks) {
  const auto sound = sign("first secret", good());
  std::uint32_t seed = 7;
  for (int round = 0; round < 5'000; ++round) {
    auto text = sound;
    seed = seed * 1664525U + 1013904223U;
    text[(seed >> 8U) % text.size()] = static_cast<char>(seed >> 24U);
    if (text != sound) {
      EXPECT_FALSE(is_taken(text)) << text;
    }
  }
  EXPECT_FALSE(is_taken(std::string(100'000, '.')));
}

class widget_api : public chat_api {
protected:
  void tune(company& c) override {
    auto& s = c.services.at(service_id{"web"});
    s.widget.title = "Ask us";
    s.widget.ask_email = asked::required;
    s.widget.fields = {{"Order", true}};
    s.survey = {true, "How was it?"};
  }

  [[nodiscard]] static wire::start_chat filled() {
    wire::start_chat m;
    m.email = "zoe@example.com";
    m.filled = {{"Order", "4711"}};
    return m;
  }
};

TEST_F(widget_api, W1_the_box_reads_its_settings) {
  const auto got
    = send("GET", "/api/v1/widget/token-web-acme", {}, {{"Origin", website}});
  ASSERT_EQ(got.status, 200U) << got.body;
  const auto body = json::parse(got.body);
  EXPECT_EQ(body["title"], "Ask us");
  EXPECT_EQ(body["colour"], "#1f5fbf");
  EXPECT_EQ(body["position"], "right");
  EXPECT_EQ(body["auto_open"], 0);
  EXPECT_EQ(body["form"]["name"], "no");
  EXPECT_EQ(body["form"]["email"], "required");
  EXPECT_EQ(body["form"]["fields"][0]["name"], "Order");
  EXPECT_EQ(body["survey"]["on"], true);
  EXPECT_EQ(body["files"]["bytes_max"], limits::file_bytes_default);
  EXPECT_EQ(body["identity"], "optional");
  EXPECT_EQ(got.header("access-control-allow-origin"), website);
  EXPECT_EQ(got.header("vary"), "Origin");
  EXPECT_EQ(got.header("cache-control"), "public, max-age=60");
  const auto same = send("GET",
                         "/api/v1/widget/token-web-acme",
                         {},
                         {{"If-None-Match", std::string{got.header("etag")}}});
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.body, "");
}

TEST_F(widget_api, W5_unknown_tokens_and_other_websites_get_words) {
  const auto unknown
    = send("GET", "/api/v1/widget/nothing", {}, {{"Origin", website}});
  EXPECT_EQ(json::parse(unknown.body)["code"], "unknown_token");
  EXPECT_EQ(unknown.header("access-control-allow-origin"), website);
  const auto other = send("GET",
                          "/api/v1/widget/token-web-acme",
                          {},
                          {{"Origin", "https://evil.example"}});
  EXPECT_EQ(other.status, 403U);
}

TEST_F(widget_api, Z4_settings_are_not_asked_for_without_end) {
  const auto ask = [&] {
    return send("GET", "/api/v1/widget/token-web-acme", {}, {}).status;
  };
  for (std::size_t i = 0; i < limits::widget_requests_per_minute_max; ++i) {
    ASSERT_EQ(ask(), 200U) << i;
  }
  EXPECT_EQ(ask(), 429U);
}

TEST_F(widget_api, W1_what_must_be_filled_in_must_be_there) {
  auto p = page();
  p.expect<wire::visitor_welcome>();
  wire::start_chat empty;
  empty.ref = "s";
  p.send(wire::customer_message{empty});
  const auto refused = p.expect<wire::refused>();
  EXPECT_EQ(refused.name, "missing_field");
  EXPECT_EQ(refused.detail, "email");
  auto m = filled();
  m.ref = "s2";
  p.send(wire::customer_message{m});
  chat = p.expect<wire::chat_started>().chat.chat;
  auto d = desk("ann");
  const auto view = take(d);
  ASSERT_EQ(view.customer_fields.size(), 1U);
  EXPECT_EQ(view.customer_fields[0].value, "4711");
  EXPECT_FALSE(view.customer_subject);
}

TEST_F(widget_api, the_survey_is_given_after_the_end_and_once) {
  auto p = page();
  begin(p, filled());
  const auto survey = [&](const std::string& ref) {
    p.send(wire::customer_message{wire::customer_survey{ref, 4, "good"}});
  };
  survey("v1");
  EXPECT_EQ(p.expect<wire::refused>().name, "not_in_this_state");
  p.send(wire::customer_message{wire::customer_end{"e"}});
  p.expect<wire::ok>();
  survey("v2");
  EXPECT_EQ(p.expect<wire::ok>().ref, "v2");
  survey("v3");
  EXPECT_EQ(p.expect<wire::refused>().name, "survey_given");
}

TEST_F(widget_api, the_survey_is_given_when_only_the_disk_knows_the_chat) {
  auto p = page();
  const auto visitor = begin(p, filled());
  p.send(wire::customer_message{wire::customer_end{"e"}});
  p.expect<wire::ok>();
  start();
  auto again = page("token-web-acme", visitor);
  EXPECT_TRUE(again.expect<wire::visitor_welcome>().chat);
  again.send(wire::customer_message{wire::customer_survey{"v1", 5, {}}});
  EXPECT_EQ(again.expect<wire::ok>().ref, "v1");
  start();
  auto third = page("token-web-acme", visitor);
  EXPECT_EQ(third.expect<wire::visitor_welcome>().chat->surveyed, true);
}

TEST_F(widget_api, W8_keys_are_made_shown_once_and_deleted) {
  const headers adam{{"Cookie", cookie("adam")}};
  const headers ann{{"Cookie", cookie("ann")}};
  const std::string path = "/api/v1/services/web/site-keys";
  EXPECT_EQ(send("POST", path, {}, ann).status, 403U);
  const auto first = json::parse(send("POST", path, {}, adam).body);
  EXPECT_EQ(first["secret"].get<std::string>().size(), 64U);
  EXPECT_EQ(send("POST", path, {}, adam).status, 201U);
  EXPECT_EQ(send("POST", path, {}, adam).status, 409U);
  const auto list = send("GET", path, {}, adam);
  EXPECT_EQ(json::parse(list.body)["items"].size(), 2U);
  EXPECT_EQ(list.body.find("secret"), std::string::npos);
  const auto service = send("GET", "/api/v1/services/web", {}, adam);
  EXPECT_EQ(service.body.find(first["secret"].get<std::string>()),
            std::string::npos);
  const auto one = path + "/" + first["id"].get<std::string>();
  EXPECT_EQ(send("DELETE", one, {}, adam).status, 204U);
  EXPECT_EQ(send("DELETE", one, {}, adam).status, 404U);
  EXPECT_EQ(send("GET", "/api/v1/services/none/site-keys", {}, adam).status,
            404U);
}

class signed_api : public chat_api {
protected:
  void tune(company& c) override {
    c.services.at(service_id{"web"}).identity = site_identity::required;
    c.site_keys[service_id{"web"}] = {{"k1", "first secret", now}};
  }

  [[nodiscard]] static std::string token(const std::string& secret) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
    return sign(secret,
                {{"sub", "u-7"},
                 {"aud", "token-web-acme"},
                 {"exp", seconds + 60},
                 {"name", "Zoë"}});
  }
};

TEST_F(signed_api, W8_a_service_can_require_a_signed_customer) {
  auto nobody = page();
  EXPECT_EQ(nobody.expect<wire::refused>().name, "signature_invalid");
  auto liar = page("token-web-acme", {}, token("wrong secret"));
  EXPECT_EQ(liar.expect<wire::refused>().name, "signature_invalid");
  // A visitor's token that opens nothing opens no way around it.
  auto pretender = page("token-web-acme", "c-1.secret");
  pretender.expect<wire::visitor_welcome>();
  wire::start_chat m;
  m.ref = "s";
  pretender.send(wire::customer_message{m});
  EXPECT_EQ(pretender.expect<wire::refused>().name, "signature_invalid");

  auto p = page("token-web-acme", {}, token("first secret"));
  const auto visitor = begin(p);
  auto d = desk("ann");
  const auto view = take(d);
  EXPECT_EQ(view.customer_subject, "u-7");
  EXPECT_EQ(view.customer_name, "Zoë");
  // Who was let in comes back without another proof.
  auto back = page("token-web-acme", visitor);
  EXPECT_TRUE(back.expect<wire::visitor_welcome>().chat);
}

class script_api : public chat_api {
protected:
  void tune(company& c) override {
    const script_id order{"order"};
    c.scripts[order]
      = {order, "Order", {{"First", "", {{"number", "Which?", true, {}}}}}, {}};
  }
};

TEST_F(script_api, X1_answers_to_a_script_are_stored_with_the_chat) {
  auto p = page();
  begin(p);
  auto d = desk("ann");
  take(d);
  wire::answer_script m;
  m.ref = "a1";
  m.chat = chat;
  m.script = script_id{"order"};
  d.send(wire::agent_message{m});
  const auto refused = d.expect<wire::refused>();
  EXPECT_EQ(refused.name, "missing_field");
  EXPECT_EQ(refused.detail, "First/number");
  m.ref = "a2";
  m.answers = {{"First/number", "4711"}};
  d.send(wire::agent_message{m});
  const auto view = shown(
    d, [](const wire::desk_chat_view& v) { return !v.scripts.empty(); });
  ASSERT_EQ(view.scripts.size(), 1U);
  EXPECT_EQ(view.scripts[0].answers[0].value, "4711");
  m.ref = "a3";
  m.script = script_id{"unknown"};
  d.send(wire::agent_message{m});
  EXPECT_EQ(d.expect<wire::refused>().name, "not_found");
}

} // namespace

} // namespace parley::testing
