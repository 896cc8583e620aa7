// Flows as JSON: what an API writes and what it only shows, where a graph is
// wrong, and the schema that is published (F1).
#include "storage/flow_objects.hpp"
#include "tests/storage/samples.hpp"
#include "tests/support/golden.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace parley::storage {
namespace {

using nlohmann::json;
using testing::sample_company;

std::string wrong(const std::string& text,
                  write_mode how = write_mode::merge,
                  const std::string& id = "f1") {
  auto c = sample_company();
  const auto before = c;
  const auto why = flow_objects::put(c, id, text, how);
  if (why) {
    EXPECT_EQ(c, before) << text;
  }
  return why ? why->path + ": " + why->what : "";
}

TEST(flow_objects, F1_name_description_and_draft_are_written) {
  auto c = sample_company();
  const auto before = c.flows.at(flow_id{"f1"});
  ASSERT_FALSE(flow_objects::put(
    c,
    "f1",
    R"({"name":"N","description":"D","draft":{"first":"e","nodes":{"e":{"end":{}}}}})",
    write_mode::replace));
  auto wanted = before;
  wanted.name = "N";
  wanted.description = "D";
  wanted.draft = flow::graph{"e", {{"e", flow::end{}}}, {}};
  EXPECT_EQ(c.flows.at(flow_id{"f1"}), wanted);
  ASSERT_FALSE(
    flow_objects::put(c, "f1", R"({"draft":null})", write_mode::merge));
  wanted.draft.reset();
  EXPECT_EQ(c.flows.at(flow_id{"f1"}), wanted);
}

TEST(flow_objects, F1_what_is_read_can_be_written_back) {
  auto c = sample_company();
  const auto text = *flow_objects::find(c, "f1");
  for (const auto how : {write_mode::replace, write_mode::merge}) {
    ASSERT_FALSE(flow_objects::put(c, "f1", text, how));
    EXPECT_EQ(c, sample_company());
  }
}

TEST(flow_objects, F1_what_is_published_is_not_written) {
  const auto shown = json::parse(*flow_objects::find(sample_company(), "f1"));
  EXPECT_EQ(shown["version"], 9);
  EXPECT_EQ(shown["published_by"], "a1");
  EXPECT_FALSE(shown.contains("versions"));
  EXPECT_EQ(wrong(R"({"version":10})"),
            "version: is changed by publishing only");
  EXPECT_EQ(wrong(R"({"published_by":"me"})"),
            "published_by: is changed by publishing only");
  EXPECT_EQ(wrong(R"({"published_at":1})"),
            "published_at: is changed by publishing only");
  EXPECT_EQ(wrong(R"({"versions":[]})"), "versions: is not known");
  EXPECT_EQ(wrong(R"({"name":"X","version":1})", write_mode::replace, "new"),
            "version: is changed by publishing only");
}

TEST(flow_objects, F1_where_a_graph_is_wrong_is_said) {
  for (const auto& [draft, path] :
       std::vector<std::pair<std::string, std::string>>{
         {"7", "draft"},
         {R"({"first":7})", "draft.first"},
         {R"({"nodes":[]})", "draft.nodes"},
         {R"({"nodes":{"a":7}})", "draft.nodes.a"},
         {R"({"nodes":{"a":{"jump":{}}}})", "draft.nodes.a"},
         {R"({"nodes":{"a":{"say":{},"end":{}}}})", "draft.nodes.a"},
         {R"({"nodes":{"a":{"end":{}},"b":{"say":{"text":7}}}})",
          "draft.nodes.b.say.text"},
         {R"({"nodes":{"a":{"menu":{"options":[{"label":1}]}}}})",
          "draft.nodes.a.menu.options"},
         {R"({"values":[{"kind":"moon"}]})", "draft.values"}}) {
    EXPECT_EQ(
      wrong(R"({"name":"X","draft":)" + draft + "}", write_mode::replace),
      path + ": is not what it should be");
  }
  EXPECT_EQ(wrong(R"({"name":"X","draft":{"nodes":{"a":{"say":{"txt":"x"}}}}})",
                  write_mode::replace),
            "draft.nodes.a.say.txt: is not known");
}

TEST(flow_objects, O5_a_copy_begins_with_what_is_published) {
  auto c = sample_company();
  auto& flow = c.flows.at(flow_id{"f1"});
  const auto draft = *flow.draft;
  const auto copied = [&] {
    auto text = json::parse(*flow_objects::to_copy(c, "f1"));
    text["name"] = "Copy";
    EXPECT_FALSE(
      flow_objects::put(c, "copy", text.dump(), write_mode::replace));
    return c.flows.at(flow_id{"copy"});
  };
  EXPECT_EQ(copied().draft, draft);
  flow.draft.reset();
  EXPECT_EQ(copied().draft, flow.published()->what);
  EXPECT_TRUE(copied().versions.empty());
  EXPECT_EQ(copied().description, flow.description);
}

TEST(flow_objects, F1_a_graph_comes_back_as_it_was_written) {
  const auto c = sample_company();
  const auto& draft = *c.flows.at(flow_id{"f1"}).draft;
  const auto again = read_graph(write_graph(draft));
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value(), draft);
  EXPECT_EQ(read_graph("[]").error().what, "is not a JSON object");
  EXPECT_EQ(
    read_graph(R"({"nodes":{"a":{"ask":{"answer":"poem"}}}})").error().path,
    "nodes.a.ask.answer");
}

TEST(flow_objects, F1_a_script_has_so_many_acts_and_no_more) {
  const auto script_of = [](std::size_t count) {
    json acts = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      acts.push_back({{"kind", "customer_writes"}, {"text", "x"}});
    }
    return read_script(json{{"acts", acts}}.dump());
  };
  const auto most = script_of(limits::flow_rehearsal_steps_max);
  ASSERT_TRUE(most);
  EXPECT_EQ(most.value().acts.size(), limits::flow_rehearsal_steps_max);
  EXPECT_FALSE(most.value().first_line);
  EXPECT_EQ(script_of(limits::flow_rehearsal_steps_max + 1).error().path,
            "acts");
  EXPECT_EQ(read_script(R"({"actors":[]})").error().path, "actors");
}

TEST(flow_objects, F1_a_version_is_shown_with_and_without_its_graph) {
  const auto c = sample_company();
  const auto& v = *c.flows.at(flow_id{"f1"}).published();
  const auto bare = json::parse(write_version(v, false));
  EXPECT_EQ(bare,
            (json{{"version", 9}, {"at", to_unix_ms(v.at)}, {"by", "a1"}}));
  const auto whole = json::parse(write_version(v, true));
  EXPECT_EQ(whole["graph"], json::parse(write_graph(v.what)));
}

TEST(flow_objects, F1_the_published_schema_is_that_of_the_code) {
  EXPECT_TRUE(parley::testing::matches_file(
    parley::testing::source_path("protocol/flow.schema.json"), flow_schema()));
}

/// A node of each kind, and what the schema says of it.
TEST(flow_objects, F2_the_schema_knows_every_kind_of_node) {
  const auto schema = json::parse(flow_schema());
  const auto& kinds
    = schema["properties"]["nodes"]["additionalProperties"]["oneOf"];
  EXPECT_EQ(kinds.size(), std::variant_size_v<flow::node>);
}

} // namespace
} // namespace parley::storage
