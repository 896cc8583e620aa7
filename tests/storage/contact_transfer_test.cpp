// CSV after RFC 4180; contacts in and out (M3); what leaves with a person, and
// what must go (M4).
#include "storage/contact_transfer.hpp"
#include "storage/csv.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace parley::storage::testing {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using rows = std::vector<std::vector<std::string>>;

/// Reads in pieces of so many bytes. A record with a flaw is its flaw.
rows read_csv(std::string_view text, std::size_t piece = 1) {
  rows all;
  csv::reader reader{[&](const csv::record& r) {
    all.push_back(r.flaw.empty()
                    ? r.fields
                    : std::vector{std::to_string(r.line) + " " + r.flaw});
  }};
  for (std::size_t i = 0; i < text.size(); i += piece) {
    reader.feed(text.substr(i, piece));
  }
  reader.finish();
  return all;
}

TEST(csv, M3_it_is_read_as_RFC_4180_has_it_whatever_the_pieces) {
  const std::string text = "\xEF\xBB\xBF"
                           "a,b,c\r\n"
                           "\"x,1\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n"
                           ",,\n"
                           "\n"
                           "\"\",\u00E9,last";
  const rows wanted{{"a", "b", "c"},
                    {"x,1", "say \"hi\"", "two\r\nlines"},
                    {"", "", ""},
                    {"", "\u00E9", "last"}};
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    EXPECT_EQ(read_csv(text, piece), wanted) << piece;
  }
  EXPECT_THAT(read_csv(""), IsEmpty());
  EXPECT_EQ(read_csv("a\n\xEF"), (rows{{"a"}, {"2 it is not UTF-8"}}));
}

TEST(csv, M3_a_flaw_costs_its_record_and_names_the_line) {
  EXPECT_EQ(
    read_csv("a\nb\"c\nd\n"),
    (rows{{"a"}, {"2 a quote is inside a field without quotes"}, {"d"}}));
  EXPECT_EQ(read_csv("\"a\nb\"x,y\nd"),
            (rows{{"1 something follows a closing quote"}, {"d"}}));
  EXPECT_EQ(read_csv("a\n\"b\nc"), (rows{{"a"}, {"2 a quote is not closed"}}));
  EXPECT_EQ(read_csv("a\rb\nc"),
            (rows{{"1 a carriage return is not at the end of a line"}, {"c"}}));
}

TEST(csv, M3_a_record_has_so_many_bytes_and_columns_and_no_more) {
  const std::string wide(limits::csv_columns_max - 1, ',');
  EXPECT_EQ(read_csv(wide + "\nz", 99).front().size(), limits::csv_columns_max);
  EXPECT_EQ(read_csv(wide + ",\nz", 99),
            (rows{{"1 it has too many columns"}, {"z"}}));
  const std::string longest(limits::csv_record_bytes_max - 1, 'x');
  EXPECT_EQ(read_csv(longest + "\nz", 9'999), (rows{{longest}, {"z"}}));
  EXPECT_EQ(read_csv(longest + "xy\nz", 9'999),
            (rows{{"1 it is too long"}, {"z"}}));
}

TEST(csv, M3_every_field_comes_back_from_its_quotes) {
  for (const std::string field :
       {"", "a", "a,b", "\"", "a\"b", "x\ny", "x\r\ny", ",", "\"\""}) {
    std::string line;
    csv::append_field(line, field);
    line += ",end\r\n";
    EXPECT_EQ(read_csv(line), (rows{{field, "end"}})) << field;
  }
}

class transfer : public ::testing::Test {
protected:
  result<import_report, store_error> import(std::string_view text) {
    contact_import in{crm_, company_, at(5), [this] {
                        return contact_id{"k" + std::to_string(++ids_)};
                      }};
    while (!text.empty()) {
      if (auto fed = in.feed(text.substr(0, 7)); !fed) {
        return std::move(fed).error();
      }
      text.remove_prefix(std::min<std::size_t>(7, text.size()));
    }
    return in.finish();
  }

  contact stored(const std::string& id) {
    auto x = crm_.read(acme, contact_id{id});
    EXPECT_TRUE(x);
    return x ? x.value() : contact{};
  }

  std::string exported() {
    std::string text;
    EXPECT_TRUE(export_contacts(
      crm_, company_, [&](std::string_view more) { text += more; }));
    return text;
  }

  void write_chat(const std::string& id, long long ms, const char* queue) {
    ASSERT_TRUE(db_
                  .write({{chat_stream(id),
                           0,
                           chat_events(started(ms),
                                       queued(ms, queue),
                                       line(ms, 1, "private words"),
                                       closed(ms))}})
                  .front());
  }

  bool has_text(const std::string& id) {
    const auto lines = db_.entries_after(acme, chat_id{id}, 0, 9);
    return !lines.value().front().text.empty();
  }

  memory_store db_;
  class contacts crm_ {
    db_
  };
  parley::company company_ = sample_company();
  int ids_ = 0;
};

TEST_F(transfer, M3_rows_make_contacts_or_change_those_with_their_key) {
  const auto first = import("account,last_name,emails,phones,tags,fields.size\n"
                            "A-1,\"Archer, Ann\",ann@x.org;a@y.org,,vip,large\n"
                            ",Baker,bob@x.org,+49 30 1,,\n"
                            ",Cook,,030 777,Important,\n");
  ASSERT_TRUE(first) << first.error().text;
  EXPECT_EQ(first.value().created, 3U);
  EXPECT_EQ(stored("k1").last_name, "Archer, Ann");
  EXPECT_THAT(stored("k1").emails, ElementsAre("ann@x.org", "a@y.org"));
  EXPECT_EQ(stored("k1").fields.at(custom_field_id{"size"}), "large");
  EXPECT_THAT(stored("k3").tags, ElementsAre(tag_id{"vip"}));
  const auto second = import("account,last_name,emails,phones,company\r\n"
                             "a-1,,,,Acme\r\n"
                             ",Bakerman,BOB@x.org,,\r\n"
                             ",,,030/777,Cooks\r\n");
  ASSERT_TRUE(second) << second.error().text;
  EXPECT_EQ(second.value().created, 0U);
  EXPECT_EQ(second.value().updated, 3U);
  EXPECT_EQ(stored("k1").company, "Acme");
  EXPECT_EQ(stored("k1").last_name, "Archer, Ann");
  EXPECT_EQ(stored("k2").last_name, "Bakerman");
  EXPECT_EQ(stored("k3").company, "Cooks");
}

TEST_F(transfer, M3_refused_rows_are_reported_with_line_and_reason) {
  const auto report = import("account,last_name,emails,fields.size\n"
                             "A-1,Archer,,huge\n"
                             ",Nobody,,\n"
                             "A-2,\"two\nlines\",,\n"
                             "A-3,x\n"
                             "A-4,b\"ad,,\n"
                             ",Mail,not-mail,\n"
                             "A-5,Good,,small\n");
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(report.value().created, 2U);
  EXPECT_EQ(report.value().refused, 5U);
  std::vector<std::string> said;
  for (const auto& row : report.value().rows) {
    said.push_back(std::to_string(row.line) + " " + row.reason);
  }
  EXPECT_THAT(said,
              ElementsAre(HasSubstr("2 fields.size"),
                          HasSubstr("3 it has no account"),
                          HasSubstr("6 it has 2 columns"),
                          HasSubstr("7 a quote"),
                          HasSubstr("8 emails")));
  EXPECT_FALSE(import("surname\nx\n"));
  EXPECT_FALSE(import("account,account\nx,y\n"));
  EXPECT_FALSE(import(""));
}

TEST_F(transfer, M3_a_report_keeps_1000_rows_and_counts_all) {
  const auto report_of = [&](std::size_t n) {
    std::string text = "account\n";
    for (std::size_t i = 0; i < n; ++i) {
      text += "a\"\n";
    }
    return import(text).value();
  };
  EXPECT_EQ(report_of(1'000).rows.size(), 1'000U);
  EXPECT_EQ(report_of(1'001).rows.size(), 1'000U);
  EXPECT_EQ(report_of(1'001).refused, 1'001U);
}

TEST_F(transfer, M3_a_failing_store_ends_the_import) {
  db_.fail_next(1, store_errc::full);
  const auto report = import("account,last_name\nA-1,a\nA-2,b\n");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, store_errc::full);
}

TEST_F(transfer, M3_what_is_exported_can_be_imported) {
  ASSERT_TRUE(
    import("account,last_name,emails,address,tags,fields.size\n"
           "A-1,\"A \"\"x\"\", B\",a@x.org;b@x.org,\"1\n2\",vip,small\n"
           "A-2,\u00C4,,,,\n"));
  const auto text = exported();
  memory_store other;
  contact_import in{storage::contacts{other}, company_, at(5), [this] {
                      return contact_id{"n" + std::to_string(++ids_)};
                    }};
  ASSERT_TRUE(in.feed(text));
  EXPECT_EQ(in.finish().value().created, 2U);
  std::string again;
  ASSERT_TRUE(export_contacts(storage::contacts{other},
                              company_,
                              [&](std::string_view more) { again += more; }));
  EXPECT_EQ(again, text);
}

TEST_F(transfer, M4_one_person_leaves_as_JSON_with_all_sessions) {
  ASSERT_TRUE(import("account,last_name\nA-1,Archer\nA-2,Baker\n"));
  for (int i = 0; i < 60; ++i) {
    const std::string chat = "c" + std::to_string(i);
    write_chat(chat, i, "sales");
    ASSERT_TRUE(crm_.link(
      acme, chat_id{chat}, contact_id{i % 2 == 0 ? "k1" : "k2"}, at(9), {}));
  }
  ASSERT_TRUE(crm_.merge(company_, stored("k1"), stored("k2"), at(9), {}));
  std::string text;
  ASSERT_TRUE(export_person(
    db_, crm_, acme, contact_id{"k1"}, [&](auto more) { text += more; }));
  const auto person = nlohmann::json::parse(text, nullptr, false);
  ASSERT_FALSE(person.is_discarded()) << text;
  EXPECT_EQ(person["contact"]["row"]["account"], "A-1");
  EXPECT_EQ(person["merges"][0]["row"]["from"]["account"], "A-2");
  ASSERT_EQ(person["sessions"].size(), 60U);
  EXPECT_EQ(person["sessions"][0]["link"]["row"]["chat"], "c59");
  EXPECT_EQ(person["sessions"][0]["events"][2]["event"]["text"],
            "private words");
}

TEST_F(transfer, M4_the_conversations_of_a_contact_are_erased_and_no_others) {
  ASSERT_TRUE(import("account,last_name\nA-1,Archer\n"));
  for (int i = 0; i < 60; ++i) {
    write_chat("c" + std::to_string(i), i, "sales");
  }
  for (int i = 0; i < 55; ++i) {
    ASSERT_TRUE(crm_.link(
      acme, chat_id{"c" + std::to_string(i)}, contact_id{"k1"}, at(9), {}));
  }
  const auto erased = erase_conversations(db_, crm_, acme, contact_id{"k1"});
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased.value(), 55U);
  EXPECT_FALSE(has_text("c0"));
  EXPECT_FALSE(has_text("c54"));
  EXPECT_TRUE(has_text("c55"));
  EXPECT_EQ(
    crm_.history(acme, contact_id{"k1"}, "", 50).value().sessions.size(), 50U);
}

TEST_F(transfer, M4_retention_goes_by_the_rule_of_each_queue) {
  for (int i = 0; i < 500; ++i) {
    // Many end in the same millisecond.
    write_chat("c" + std::to_string(i), i / 300, "sales");
  }
  write_chat("old", 0, "support");
  write_chat("new", 2, "support");
  write_chat("free", 0, "other");
  const auto erased = erase_expired(
    db_, acme, {{queue_id{"sales"}, at(1)}, {queue_id{"support"}, at(2)}});
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased.value(), 301U);
  EXPECT_FALSE(has_text("c299"));
  EXPECT_TRUE(has_text("c300"));
  EXPECT_FALSE(has_text("old"));
  EXPECT_TRUE(has_text("new"));
  EXPECT_TRUE(has_text("free"));
}

} // namespace

} // namespace parley::storage::testing
