// Companies that are imported from documents: files, and the demo's two.
#include "gateway/companies.hpp"
#include "gateway/documents.hpp"
#include "gateway/secrets.hpp"
#include "storage/event_codec.hpp"
#include "storage/memory_store.hpp"
#include "tests/storage/stores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

namespace parley::gateway {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class companies : public ::testing::Test {
protected:
  [[nodiscard]] std::string file(const std::string& text) const {
    auto path = (data.path() / "company.json").string();
    std::ofstream{path} << text;
    return path;
  }
  [[nodiscard]] std::string refused(const std::string& text) {
    const auto made = import_company(store, file(text));
    EXPECT_FALSE(made) << text;
    EXPECT_TRUE(store.companies().value().empty()) << "half an import";
    return made ? "" : made.error().text;
  }

  storage::testing::temporary_directory data;
  storage::memory_store store;
};

TEST_F(companies, E2_the_demo_is_an_import_of_its_documents) {
  const auto demo = ensure_demo(store, data.path());
  ASSERT_TRUE(demo) << demo.error().text;
  const auto stored = store.companies().value();
  ASSERT_EQ(stored.size(), 2U);
  const std::array documents{documents::acme, documents::globex};
  std::set<std::string> secrets;
  std::size_t people = 0;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    auto expected = storage::decode_company(documents.at(i)).value();
    EXPECT_EQ(stored[i].name, demo.value()[i].name);
    expected.version = 1;
    auto& token = expected.services.begin()->second.token;
    EXPECT_TRUE(token.empty()) << "a secret in a document";
    EXPECT_TRUE(expected.telephony_secret.empty()) << "a secret in a document";
    token = demo.value()[i].token;
    expected.telephony_secret = demo.value()[i].telephony_secret;
    secrets.insert({token, expected.telephony_secret});
    EXPECT_EQ(storage::encode_company(stored[i]),
              storage::encode_company(expected));
    people += expected.agents.size();
    for (const auto& l : demo.value()[i].logins) {
      secrets.insert(l.password);
      const auto kept
        = store.credential_of(stored[i].id, agent_id{l.login}).value();
      ASSERT_TRUE(kept);
      EXPECT_TRUE(verify_password(kept->password_hash, l.password));
    }
  }
  EXPECT_EQ(secrets.size(), 2U * 2U + people) << "drawn for each of its own";
}

TEST_F(companies, E2_the_demo_is_made_once) {
  const auto first = ensure_demo(store, data.path()).value();
  const auto second = ensure_demo(store, data.path()).value();
  ASSERT_EQ(second.size(), first.size());
  EXPECT_EQ(second[0].token, first[0].token);
  EXPECT_EQ(second[0].logins[0].password, first[0].logins[0].password);
  EXPECT_EQ(std::filesystem::status(data.path() / "demo.json").permissions(),
            std::filesystem::perms::owner_read
              | std::filesystem::perms::owner_write);
}

TEST_F(companies, a_file_that_is_no_company_is_refused_whole) {
  EXPECT_THAT(refused("["), HasSubstr("is not a JSON object"));
  EXPECT_THAT(refused("[]"), HasSubstr("is not a JSON object"));
  EXPECT_THAT(refused(R"({"id":"a","name":7})"), HasSubstr("name"));
  auto document = json::parse(documents::globex);
  EXPECT_THAT(refused(document.dump()), HasSubstr("token"))
    << "only the demo's secrets are drawn";
  document["services"]["website"]["token"] = "t";
  document["services"]["website"]["flow"] = "none";
  EXPECT_THAT(refused(document.dump()), HasSubstr("services.website.flow"));
  document["services"]["website"]["flow"] = "welcome";
  document["passwords"]["zoe"] = 7;
  EXPECT_THAT(refused(document.dump()), HasSubstr("passwords.zoe"));
  document["passwords"]["zoe"] = "a long password";
  EXPECT_TRUE(import_company(store, file(document.dump())));
  EXPECT_EQ(store.companies().value().size(), 1U);
}

} // namespace
} // namespace parley::gateway
