// The objects of a configuration as JSON: what an API reads and writes.
#include "storage/configuration_objects.hpp"
#include "tests/storage/samples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace parley::storage {
namespace {

using nlohmann::json;
using testing::sample_company;

const object_kind& kind(std::string_view name) {
  const auto* found = object_kind_named(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

/// What is wrong with an object, as one text.
std::string wrong(std::string_view name,
                  std::string_view text,
                  write_mode how = write_mode::replace) {
  auto c = sample_company();
  const auto why = kind(name).put(c, "x", text, how);
  return why ? why->path + ": " + why->what : "";
}

TEST(configuration_objects, each_kind_has_an_object_that_comes_back) {
  const auto c = sample_company();
  for (const auto& k : object_kinds()) {
    const auto all = k.list(c);
    ASSERT_FALSE(all.empty()) << k.name;
    if (k.rights == area::flows) {
      // What is published does not come back: flow_objects_test.cpp.
      continue;
    }
    const auto text = k.find(c, all.front().id);
    ASSERT_TRUE(text) << k.name;
    company other = c;
    ASSERT_TRUE(k.erase(other, all.front().id)) << k.name;
    EXPECT_FALSE(k.find(other, all.front().id)) << k.name;
    EXPECT_FALSE(k.erase(other, all.front().id)) << k.name;
    const auto why = k.put(other, all.front().id, *text, write_mode::replace);
    EXPECT_FALSE(why) << k.name << " " << why->path << ": " << why->what;
    // Keys of a website go with its service and do not come back.
    other.site_keys = c.site_keys;
    EXPECT_EQ(other, c) << k.name;
  }
}

TEST(configuration_objects, a_schema_names_the_members_that_are_written) {
  const auto c = sample_company();
  for (const auto& k : object_kinds()) {
    const auto schema = json::parse(k.schema());
    const auto object = json::parse(*k.find(c, k.list(c).front().id));
    for (const auto& [name, value] : object.items()) {
      EXPECT_TRUE(schema["properties"].contains(name)) << k.name << "." << name;
    }
    EXPECT_EQ(schema["properties"].size(), object.size()) << k.name;
  }
}

TEST(configuration_objects, Z4_a_member_that_nobody_knows_is_refused) {
  EXPECT_EQ(wrong("queues", R"({"name":"X","wieght":3})"),
            "wieght: is not known");
  EXPECT_EQ(wrong("queues", R"({"name":"X","policy":{"colour":"red"}})"),
            "policy.colour: is not known");
  EXPECT_EQ(wrong("scripts", R"({"name":"X","sections":[{"name":"a","x":1}]})"),
            "sections.0.x: is not known");
}

TEST(configuration_objects, Z4_a_member_of_another_type_is_refused) {
  EXPECT_EQ(wrong("queues", R"({"name":7})"), "name: is not what it should be");
  EXPECT_EQ(wrong("queues", R"({"channel":"pigeon"})"),
            "channel: is not what it should be");
  EXPECT_EQ(wrong("roles", R"({"privileges":{"desk":"all"}})"),
            "privileges: is not what it should be");
  EXPECT_EQ(wrong("roles", R"({"privileges":{"moon":"view"}})"),
            "privileges: is not what it should be");
}

TEST(configuration_objects, Z4_what_is_no_object_is_refused) {
  for (const auto* text : {"", "[]", "7", "{", "null", "{\"a\":\"\xff\"}"}) {
    EXPECT_EQ(wrong("users", text), ": is not a JSON object") << text;
  }
}

TEST(configuration_objects, a_replaced_object_has_defaults_where_not_named) {
  auto c = sample_company();
  ASSERT_FALSE(
    kind("queues").put(c, "sales", R"({"name":"X"})", write_mode::replace));
  queue_config plain;
  plain.id = queue_id{"sales"};
  plain.name = "X";
  EXPECT_EQ(c.queues.at(plain.id), plain);
}

TEST(configuration_objects, a_merged_object_keeps_what_is_not_named) {
  auto c = sample_company();
  const auto before = c.queues.at(queue_id{"sales"});
  ASSERT_FALSE(kind("queues").put(
    c,
    "sales",
    R"({"policy":{"extensions":7},"webchats_per_agent_max":null})",
    write_mode::merge));
  auto wanted = before;
  wanted.policy.extensions = 7;
  wanted.webchats_per_agent_max.reset();
  EXPECT_EQ(c.queues.at(queue_id{"sales"}), wanted);
}

TEST(configuration_objects, the_id_is_that_of_the_path) {
  auto c = sample_company();
  ASSERT_FALSE(kind("queues").put(
    c, "mine", R"({"id":"yours","name":"X"})", write_mode::replace));
  EXPECT_EQ(c.queues.at(queue_id{"mine"}).id, queue_id{"mine"});
  EXPECT_FALSE(c.queues.contains(queue_id{"yours"}));
}

TEST(configuration_objects, settings_are_what_is_neither_object_nor_secret) {
  const auto all = json::parse(encode_settings(sample_company()));
  EXPECT_TRUE(all.contains("agent_grace"));
  for (const auto* name : {"id",
                           "version",
                           "telephony_secret",
                           "queues",
                           "agents",
                           "flows",
                           "roles"}) {
    EXPECT_FALSE(all.contains(name)) << name;
  }
  const auto schema = json::parse(settings_schema());
  for (const auto& [name, value] : all.items()) {
    EXPECT_TRUE(schema["properties"].contains(name)) << name;
  }
  EXPECT_EQ(schema["properties"].size(), all.size());
}

TEST(configuration_objects, settings_are_merged_and_nothing_else_is_touched) {
  auto c = sample_company();
  auto wanted = c;
  wanted.name = "Other";
  wanted.weights.multiplier = std::chrono::seconds{5};
  ASSERT_FALSE(
    merge_settings(c, R"({"name":"Other","weights":{"multiplier":5000}})"));
  EXPECT_EQ(c, wanted);
  for (const auto* text : {R"({"queues":{}})",
                           R"({"telephony_secret":"x"})",
                           R"({"id":"x"})",
                           R"({"version":7})",
                           R"({"nothing":1})"}) {
    EXPECT_TRUE(merge_settings(c, text)) << text;
  }
  EXPECT_TRUE(merge_settings(c, R"({"agent_grace":"long"})"));
  EXPECT_EQ(c, wanted);
}

} // namespace
} // namespace parley::storage
