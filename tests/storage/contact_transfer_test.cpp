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

  /// All pieces of an export.
  template <class Export>
  static std::string whole(Export&& from) {
    std::string text;
    while (true) {
      const auto piece = from.next();
      EXPECT_TRUE(piece);
      if (!piece || piece.value().empty()) {
        return text;
      }
      text += piece.value();
    }
  }
  std::string exported() { return whole(contact_export{crm_, company_}); }

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

TEST_F(transfer, M3_a_preview_says_what_would_be_and_stores_nothing) {
  ASSERT_TRUE(import("account,last_name\nA-1,Archer\n"));
  contact_import preview{
    crm_,
    company_,
    at(5),
    [this] { return contact_id{"p" + std::to_string(++ids_)}; },
    contact_import::mode::preview};
  ASSERT_TRUE(preview.feed(
    "account,last_name,emails\nA-1,Other,\nA-2,Baker,\nA-3,C,no mail\n"));
  const auto report = preview.finish().value();
  EXPECT_EQ(report.updated, 1U);
  EXPECT_EQ(report.created, 1U);
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_EQ(report.rows.front().line, 4U);
  EXPECT_EQ(stored("k1").last_name, "Archer");
  EXPECT_EQ(crm_.list(acme, "", 9).value().contacts.size(), 1U);
}

TEST_F(transfer, M4_a_person_without_sessions_leaves_whole) {
  ASSERT_TRUE(import("account,last_name\nA-1,Archer\n"));
  const auto person = nlohmann::json::parse(
    whole(person_export{db_, crm_, acme, contact_id{"k1"}}), nullptr, false);
  ASSERT_TRUE(person.is_object());
  EXPECT_TRUE(person["sessions"].empty());
  EXPECT_FALSE((person_export{db_, crm_, acme, contact_id{"none"}}.next()));
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
  EXPECT_EQ(whole(contact_export{storage::contacts{other}, company_}), text);
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
  const auto text = whole(person_export{db_, crm_, acme, contact_id{"k1"}});
  const auto person = nlohmann::json::parse(text, nullptr, false);
  ASSERT_FALSE(person.is_discarded()) << text;
  EXPECT_EQ(person["contact"]["row"]["account"], "A-1");
  EXPECT_EQ(person["merges"][0]["row"]["from"]["account"], "A-2");
  ASSERT_EQ(person["sessions"].size(), 60U);
  EXPECT_EQ(person["sessions"][0]["link"]["row"]["chat"], "c59");
  EXPECT_EQ(person["sessions"][0]["events"][2]["event"]["text"],
            "private words");
}

} // namespace

} // namespace parley::storage::testing
