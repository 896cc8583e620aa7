// The CRM on both stores: contacts, search, sessions, merges (M1, M2), what is
// erased (M4), and a random run that compares the stores with each other and
// the search with a plain filter.
#include "storage/contact_codec.hpp"
#include "storage/contact_words.hpp"
#include "storage/contacts.hpp"
#include "storage/event_codec.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"
#include "tests/support/golden.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

namespace parley::storage::testing {

using parley::testing::matches_golden;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

contact person(const std::string& id,
               const std::string& last = "Archer",
               const std::string& account = "") {
  contact x;
  x.id = contact_id{id};
  x.last_name = last;
  x.account = account;
  x.created = at(1);
  x.changed = at(2);
  return x;
}

std::vector<std::string> ids_of(const std::vector<contact>& all) {
  std::vector<std::string> ids;
  ids.reserve(all.size());
  for (const auto& x : all) {
    ids.push_back(x.id.value);
  }
  return ids;
}

template <class T>
const T& good(const result<T, store_error>& r) {
  EXPECT_TRUE(r) << r.error().text;
  return r.value();
}

template <class T>
store_errc code_of(const result<T, store_error>& r) {
  EXPECT_FALSE(r);
  return r ? store_errc::failed : r.error().code;
}

const agent_id a1{"a1"};

template <class Factory>
class contacts_contract : public ::testing::Test {
protected:
  store& db() { return factory_.get(); }
  class contacts crm() {
    return storage::contacts{db()};
  }

  std::vector<std::string> found(const std::string& question,
                                 std::size_t limit = 100) {
    std::vector<std::string> ids;
    std::string from;
    do {
      const auto page = crm().search(company_, question, from, limit);
      EXPECT_TRUE(page) << page.error().text;
      for (const auto& id : ids_of(page.value().contacts)) {
        ids.push_back(id);
      }
      from = page.value().next;
    } while (!from.empty());
    return ids;
  }

  /// Chats `c<number>` that started one after the other; every other one is
  /// closed.
  void write_chats(std::int64_t n) {
    for (std::int64_t i = 1; i <= n; ++i) {
      auto start = started(1000 * i);
      start.customer_name = "Ann B. Archer";
      start.customer_email = "ann@example.com";
      auto events = chat_events(start, line(1000 * i + 1, 1));
      if (i % 2 == 0) {
        events.emplace_back(chat::event{closed(1000 * i + 2)});
      }
      ASSERT_TRUE(db()
                    .write({{chat_stream("c" + std::to_string(i)), 0, events}})
                    .front());
    }
  }

  std::vector<std::string> sessions(const std::string& id,
                                    std::size_t limit = 50) {
    std::vector<std::string> chats;
    std::string from;
    do {
      const auto page = crm().history(acme, contact_id{id}, from, limit);
      EXPECT_TRUE(page) << page.error().text;
      EXPECT_LE(page.value().sessions.size(), limit);
      for (const auto& s : page.value().sessions) {
        chats.push_back(s.chat.value);
      }
      from = page.value().next;
    } while (!from.empty());
    return chats;
  }

  void link(const std::string& chat, const std::string& to) {
    const auto linked
      = crm().link(acme, chat_id{chat}, contact_id{to}, at(9), a1);
    ASSERT_TRUE(linked) << linked.error().text;
  }

  Factory factory_;
  parley::company company_ = sample_company();
};

using factories = ::testing::Types<memory_factory, rocksdb_factory>;
TYPED_TEST_SUITE(contacts_contract, factories);

TYPED_TEST(contacts_contract, M2_a_contact_is_kept_read_changed_and_removed) {
  auto x = good(this->crm().create(acme, person("k1", "Archer", "A-1")));
  EXPECT_EQ(x.revision, 1U);
  this->factory_.reopen();
  EXPECT_EQ(good(this->crm().read(acme, x.id)), x);
  x.last_name = "Baker";
  const auto changed = good(this->crm().update(acme, x));
  EXPECT_EQ(changed.revision, 2U);
  EXPECT_EQ(good(this->crm().read(acme, x.id)), changed);
  EXPECT_THAT(this->found("archer"), IsEmpty());
  EXPECT_THAT(this->found("baker"), ElementsAre("k1"));
  EXPECT_EQ(code_of(this->crm().read(company_id{"other"}, x.id)),
            store_errc::not_found);
  EXPECT_EQ(code_of(this->crm().remove(acme, x.id, 1)),
            store_errc::stale_revision);
  good(this->crm().remove(acme, x.id, 2));
  EXPECT_EQ(code_of(this->crm().read(acme, x.id)), store_errc::not_found);
  EXPECT_THAT(this->found("baker"), IsEmpty());
  EXPECT_THAT(this->found(""), IsEmpty());
}

TYPED_TEST(contacts_contract, M2_a_lost_update_is_refused) {
  const auto x = good(this->crm().create(acme, person("k1")));
  auto first = x;
  first.last_name = "First";
  auto second = x;
  second.last_name = "Second";
  good(this->crm().update(acme, first));
  EXPECT_EQ(code_of(this->crm().update(acme, second)),
            store_errc::stale_revision);
  EXPECT_EQ(good(this->crm().read(acme, x.id)).last_name, "First");
  EXPECT_EQ(code_of(this->crm().create(acme, x)), store_errc::refused);
  EXPECT_EQ(code_of(this->crm().update(acme, person("k2"))),
            store_errc::not_found);
}

TYPED_TEST(contacts_contract, M2_an_account_is_of_one_contact) {
  good(this->crm().create(acme, person("k1", "A", "Kn-7")));
  EXPECT_EQ(code_of(this->crm().create(acme, person("k2", "B", "kN-7"))),
            store_errc::refused);
  auto x = good(this->crm().create(acme, person("k2", "B")));
  x.account = "KN-7";
  EXPECT_EQ(code_of(this->crm().update(acme, x)), store_errc::refused);
  EXPECT_EQ(code_of(this->crm().create_all(
              acme, {person("k3", "C", "new"), person("k4", "D", "NEW")})),
            store_errc::refused);
  EXPECT_THAT(this->found(""), ElementsAre("k1", "k2"));
  good(this->crm().create(company_id{"other"}, person("k1", "A", "Kn-7")));
}

TYPED_TEST(contacts_contract, M2_a_contact_is_found_by_all_it_has) {
  auto x = person("k1", "M\u00FCller-L\u00FCdenscheidt", "A-4711");
  x.first_name = "Ang\u00E8le";
  x.company = "S\u00F8rensen & S\u00F6hne";
  x.emails = {"angele@muster.example"};
  x.phones = {"+49 (30) 123-456"};
  x.address = "Stra\u00DFe 7\n12345 \u0141\u00F3d\u017A";
  x.fields = {{custom_field_id{"size"}, "large"}};
  x.tags = {tag_id{"vip"}};
  x.notes = {{at(1), a1, "prefers Tuesdays"}};
  good(this->crm().create(acme, x));
  good(this->crm().create(acme, person("k2", "Nobody")));
  for (const auto* question : {"mull",
                               "MULLER",
                               "M\u00DCL",
                               "muller lud",
                               "L\u00DCDEN angele",
                               "ange",
                               "s\u00F8r",
                               "soren",
                               "sohne",
                               "4711",
                               "angele@m",
                               "muster",
                               "strasse",
                               "stra\u00DFe",
                               "lodz",
                               "large",
                               "tues",
                               "important",
                               "IMP",
                               "030 123456",
                               "+49 30 12",
                               "0049 30 123",
                               "30123456",
                               "(030) 123-4",
                               "123456"}) {
    EXPECT_THAT(this->found(question), ElementsAre("k1")) << question;
  }
  for (const auto* question :
       {"uller", "mull nobody", "muller x", "030 9", "vipx", "zz"}) {
    EXPECT_THAT(this->found(question), IsEmpty()) << question;
  }
}

TYPED_TEST(contacts_contract, M2_pages_of_a_search_show_each_contact_once) {
  std::vector<contact> all;
  for (int i = 0; i < 300; ++i) {
    auto x = person("k" + std::to_string(i), "Anna Annabel");
    x.first_name = "Ann" + std::to_string(i % 7);
    x.emails = {"ann" + std::to_string(i) + "@example.com"};
    all.push_back(std::move(x));
  }
  good(this->crm().create_all(acme, all));
  for (const std::size_t limit : {1U, 7U, 64U, 100U}) {
    auto ids = this->found("ann", limit);
    EXPECT_EQ(ids.size(), 300U);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
    // By first name or by e-mail; three of them by both.
    EXPECT_EQ(this->found("ann ann3", limit).size(), 43U + 11U - 3U);
  }
  EXPECT_EQ(this->found("", 9).size(), 300U);
  EXPECT_EQ(code_of(this->crm().search(this->company_, "a", "zz", 1)),
            store_errc::refused);
}

TYPED_TEST(contacts_contract, M2_common_words_are_found_together) {
  // Common enough that the index answers by words and no longer by contacts;
  // "mull" begins more words than it lists.
  constexpr int people = 2400;
  std::vector<contact> some;
  for (int i = 0; i < people; ++i) {
    auto x = person("k" + std::to_string(i));
    x.first_name = i % 2 == 0 ? "Anna" : "Annabel";
    x.last_name = i % 3 == 0 ? "M\u00FCller" : "Mull" + std::to_string(i);
    x.company = i % 5 == 0 ? "Fifth" : "Other";
    some.push_back(std::move(x));
    if (some.size() == 800) {
      good(this->crm().create_all(acme, std::exchange(some, {})));
    }
  }
  const auto count = [&](const char* question) {
    auto ids = this->found(question, 100);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end()) << question;
    return ids.size();
  };
  EXPECT_EQ(count("ann muller"), 800U);
  EXPECT_EQ(count("ann mull"), 2400U);
  EXPECT_EQ(count("annabel fifth"), 240U);
  EXPECT_EQ(count("annabel fifth muller"), 80U);
  EXPECT_EQ(count("fifth other"), 0U);
  EXPECT_EQ(count("ann mull1 other"), this->found("mull1 other", 100).size());
}

TYPED_TEST(contacts_contract, M2_a_write_takes_up_to_1000_contacts) {
  std::vector<contact> all;
  all.reserve(1001);
  for (int i = 0; i < 1001; ++i) {
    all.push_back(person("k" + std::to_string(i)));
  }
  EXPECT_EQ(code_of(this->crm().create_all(acme, all)), store_errc::refused);
  all.pop_back();
  good(this->crm().create_all(acme, all));
  EXPECT_EQ(this->found("arch").size(), 1000U);
}

TYPED_TEST(contacts_contract, M1_a_contact_has_its_sessions_newest_first) {
  this->write_chats(9);
  good(this->crm().create(acme, person("k1")));
  EXPECT_EQ(
    code_of(this->crm().link(acme, chat_id{"no"}, contact_id{"k1"}, at(9), a1)),
    store_errc::not_found);
  EXPECT_EQ(
    code_of(this->crm().link(acme, chat_id{"c1"}, contact_id{"no"}, at(9), a1)),
    store_errc::not_found);
  for (const auto* chat : {"c3", "c9", "c1", "c4", "c4"}) {
    this->link(chat, "k1");
  }
  this->factory_.reopen();
  for (const std::size_t limit : {1U, 2U, 50U}) {
    EXPECT_THAT(this->sessions("k1", limit),
                ElementsAre("c9", "c4", "c3", "c1"));
  }
  EXPECT_EQ(good(this->crm().contact_of(acme, chat_id{"c4"})),
            contact_id{"k1"});
  EXPECT_EQ(good(this->crm().contact_of(acme, chat_id{"c2"})), std::nullopt);
  good(this->crm().unlink(acme, chat_id{"c4"}));
  good(this->crm().unlink(acme, chat_id{"c4"}));
  EXPECT_THAT(this->sessions("k1"), ElementsAre("c9", "c3", "c1"));
  EXPECT_EQ(good(this->crm().contact_of(acme, chat_id{"c4"})), std::nullopt);
  // Unlinked or not, a session is kept under its own id.
  EXPECT_TRUE(this->db().load_chat(acme, chat_id{"c4"}));
}

TYPED_TEST(contacts_contract, M1_a_link_moves_and_goes_with_its_contact) {
  this->write_chats(3);
  good(this->crm().create(acme, person("k1")));
  good(this->crm().create(acme, person("k2")));
  this->link("c1", "k1");
  this->link("c2", "k1");
  this->link("c1", "k2");
  EXPECT_THAT(this->sessions("k1"), ElementsAre("c2"));
  EXPECT_THAT(this->sessions("k2"), ElementsAre("c1"));
  good(this->crm().remove(acme, contact_id{"k2"}, 1));
  EXPECT_EQ(good(this->crm().contact_of(acme, chat_id{"c1"})), std::nullopt);
  EXPECT_TRUE(this->db().load_chat(acme, chat_id{"c1"}));
  good(this->crm().create(acme, person("k2")));
  EXPECT_THAT(this->sessions("k2"), IsEmpty());
}

TYPED_TEST(contacts_contract, M2_a_contact_is_created_from_a_chat) {
  this->write_chats(2);
  const auto x = good(this->crm().create_from_chat(
    acme, chat_id{"c1"}, contact_id{"k1"}, at(5), a1));
  EXPECT_EQ(x.first_name, "Ann B.");
  EXPECT_EQ(x.last_name, "Archer");
  EXPECT_THAT(x.emails, ElementsAre("ann@example.com"));
  EXPECT_THAT(validate(this->company_, x), IsEmpty());
  EXPECT_THAT(this->sessions("k1"), ElementsAre("c1"));
  EXPECT_THAT(this->found("archer ann@ex"), ElementsAre("k1"));
  EXPECT_EQ(code_of(this->crm().create_from_chat(
              acme, chat_id{"c2"}, contact_id{"k1"}, at(5), a1)),
            store_errc::refused);
  EXPECT_EQ(good(this->crm().contact_of(acme, chat_id{"c2"})), std::nullopt);
}

TYPED_TEST(contacts_contract, M2_a_merge_and_its_undo_lose_nothing) {
  this->write_chats(6);
  const auto k1 = good(this->crm().create(acme, person("k1", "Archer")));
  const auto k2 = good(this->crm().create(acme, person("k2", "Baker", "B-1")));
  this->link("c1", "k1");
  this->link("c2", "k2");
  this->link("c3", "k2");
  const auto both = good(this->crm().merge(this->company_, k1, k2, at(7), a1));
  EXPECT_EQ(both.account, "B-1");
  this->factory_.reopen();
  EXPECT_EQ(good(this->crm().read(acme, k2.id)), both);
  EXPECT_THAT(this->found("baker"), IsEmpty());
  EXPECT_THAT(this->found("b-1"), ElementsAre("k1"));
  EXPECT_EQ(good(this->crm().merge_of(acme, k2.id))->from, k2);
  // Later links, under either name, are of the one that is left.
  this->link("c4", "k2");
  this->link("c5", "k1");
  for (const std::size_t limit : {1U, 2U, 50U}) {
    EXPECT_THAT(this->sessions("k2", limit),
                ElementsAre("c5", "c4", "c3", "c2", "c1"));
  }
  EXPECT_EQ(good(this->crm().contact_of(acme, chat_id{"c2"})), k1.id);
  EXPECT_EQ(code_of(this->crm().create(acme, person("k2"))),
            store_errc::refused);
  const auto back = good(this->crm().undo_merge(acme, k2.id, at(8)));
  EXPECT_EQ(back.account, "B-1");
  EXPECT_EQ(back.last_name, "Baker");
  EXPECT_EQ(good(this->crm().read(acme, k1.id)).account, "");
  EXPECT_THAT(this->sessions("k2"), ElementsAre("c3", "c2"));
  EXPECT_THAT(this->sessions("k1"), ElementsAre("c5", "c4", "c1"));
  EXPECT_THAT(this->found("b-1"), ElementsAre("k2"));
  EXPECT_EQ(code_of(this->crm().undo_merge(acme, k2.id, at(8))),
            store_errc::not_found);
}

TYPED_TEST(contacts_contract, M2_merges_are_undone_in_reverse) {
  this->write_chats(3);
  const auto k1 = good(this->crm().create(acme, person("k1")));
  const auto k2 = good(this->crm().create(acme, person("k2")));
  const auto k3 = good(this->crm().create(acme, person("k3")));
  this->link("c3", "k3");
  const auto two = good(this->crm().merge(this->company_, k2, k3, at(7), a1));
  EXPECT_EQ(code_of(this->crm().merge(this->company_, k1, k2, at(7), a1)),
            store_errc::stale_revision);
  EXPECT_EQ(code_of(this->crm().merge(this->company_, two, two, at(7), a1)),
            store_errc::refused);
  good(this->crm().merge(this->company_, k1, two, at(8), a1));
  EXPECT_THAT(this->sessions("k1"), ElementsAre("c3"));
  EXPECT_EQ(code_of(this->crm().undo_merge(acme, k3.id, at(9))),
            store_errc::refused);
  good(this->crm().undo_merge(acme, k2.id, at(9)));
  EXPECT_THAT(this->sessions("k2"), ElementsAre("c3"));
  EXPECT_THAT(this->sessions("k1"), IsEmpty());
  good(this->crm().undo_merge(acme, k3.id, at(9)));
  EXPECT_THAT(this->sessions("k3"), ElementsAre("c3"));
  EXPECT_THAT(this->sessions("k2"), IsEmpty());
}

TYPED_TEST(contacts_contract, M4_texts_of_closed_chats_are_erased) {
  auto start = started(0);
  start.customer_email = "ann@example.com";
  start.customer_page = "https://www.example.com/secret";
  const auto open_events = chat_events(start, line(1, 1, "secret"));
  auto events = open_events;
  events.emplace_back(
    chat::event{chat::chat_classified{at(2), {}, "secret note", false, {}}});
  events.emplace_back(chat::event{closed(3)});
  const auto before = events.size();
  for (const auto& outcome :
       this->db().write({{chat_stream("done"), 0, events},
                         {chat_stream("open"), 0, open_events}})) {
    ASSERT_TRUE(outcome);
  }
  const std::vector chats{chat_id{"done"}, chat_id{"open"}, chat_id{"none"}};
  EXPECT_EQ(good(this->db().erase_texts(acme, chats)), 1U);
  good(this->db().scrub(acme));
  this->factory_.reopen();
  const auto stored = good(this->db().read(chat_stream("done"), 1, 99));
  ASSERT_EQ(stored.size(), before);
  for (const auto& e : stored) {
    const auto json = encode_event(e).json;
    EXPECT_EQ(json.find("secret"), std::string::npos) << json;
    EXPECT_EQ(json.find("ann@"), std::string::npos) << json;
  }
  EXPECT_EQ(good(this->db().load_chat(acme, chat_id{"done"})).id.value, "done");
  EXPECT_EQ(good(this->db().history(acme, at(99), 9)).front().entries, 1U);
  EXPECT_EQ(good(this->db().read(chat_stream("open"), 1, 99)), open_events);
  EXPECT_EQ(good(this->db().erase_texts(acme, chats)), 0U);
}

/// @returns the files under `directory` that hold `bytes`.
std::vector<std::string> holding(const std::filesystem::path& directory,
                                 const std::string& bytes) {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{directory}) {
    if (!entry.is_regular_file()) {
      continue;
    }
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (content.find(bytes) != std::string::npos) {
      names.push_back(entry.path().filename());
    }
  }
  return names;
}

TEST(contacts_on_disk, M4_no_file_holds_a_byte_of_what_was_erased) {
  const temporary_directory directory;
  // Compression leaves bytes that never repeat as they are.
  std::mt19937_64 random{7};
  std::string secret;
  for (int i = 0; i < 16; ++i) {
    secret += static_cast<char>('!' + random() % 60);
  }
  std::erase(secret, '"');
  std::erase(secret, '\\');
  auto db = open_or_fail(directory.path());
  std::vector<append> batch;
  batch.reserve(50);
  for (int i = 0; i < 50; ++i) {
    batch.push_back({chat_stream("c" + std::to_string(i)),
                     0,
                     chat_events(started(0),
                                 line(1, 1, i == 25 ? secret : "hello"),
                                 closed(2))});
  }
  for (const auto& outcome : db->write(batch)) {
    ASSERT_TRUE(outcome);
  }
  auto x = person("k1", secret);
  good(contacts{*db}.create(acme, x));
  // In tables and in the log, before and after.
  good(db->scrub(acme));
  db = nullptr;
  db = open_or_fail(directory.path());
  ASSERT_THAT(holding(directory.path(), secret), ::testing::Not(IsEmpty()));
  good(db->erase_texts(acme, {chat_id{"c25"}}));
  good(contacts{*db}.remove(acme, x.id, 1));
  good(db->scrub(acme));
  EXPECT_THAT(holding(directory.path(), secret), IsEmpty());
  db = nullptr;
  EXPECT_THAT(holding(directory.path(), secret), IsEmpty());
  db = open_or_fail(directory.path());
  EXPECT_EQ(good(db->read(chat_stream("c25"), 1, 9)).size(), 3U);
}

TEST(contact_codec, M2_rows_come_back_and_have_a_golden_sample) {
  auto x = person("k1", "Archer", "A-1");
  x.revision = 7;
  x.first_name = "Ann";
  x.company = "Acme";
  x.emails = {"ann@example.com"};
  x.phones = {"+49 30 1"};
  x.address = "Street 1";
  x.fields = {{custom_field_id{"size"}, "large"}};
  x.tags = {tag_id{"vip"}};
  x.notes = {{at(3), a1, "note"}};
  x.merged = {contact_id{"k2"}};
  const session_link link{chat_id{"c1"}, x.id, at(4), at(5), a1};
  const contact_merge merge{x.id, x, person("k2"), at(6), a1};
  EXPECT_EQ(good(decode_contact(encode_contact(x))), x);
  EXPECT_EQ(good(decode_link(encode_link(link))), link);
  EXPECT_EQ(good(decode_merge(encode_merge(merge))), merge);
  EXPECT_TRUE(matches_golden("events/contact_rows.v1.txt",
                             encode_contact(x) + "\n" + encode_link(link) + "\n"
                               + encode_merge(merge) + "\n"));
  EXPECT_EQ(code_of(decode_contact("{}")), store_errc::corrupt_record);
  EXPECT_EQ(code_of(decode_contact(R"({"version":1,"row":[]})")),
            store_errc::corrupt_record);
  EXPECT_EQ(code_of(decode_contact(R"({"version":2,"row":{}})")),
            store_errc::unknown_format);
}

TEST(contact_words, M2_words_are_folded_cut_and_bounded) {
  EXPECT_EQ(folded("\u00C4\u00C9\u00DF \u0130 \u0141 \u00C6 \uFB01 x"),
            "aess i l ae fi x");
  EXPECT_EQ(folded("\u0391\u0398\u0397\u039D\u0391\u03AF"),
            "\u03B1\u03B8\u03B7\u03BD\u03B1\u03B9");
  EXPECT_THAT(words_of("a-b  C.d\u3000e"),
              ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(words_of("\xff\xc3("), IsEmpty());
  EXPECT_EQ(words_of(std::string(33, 'x')).front(), std::string(32, 'x'));
  EXPECT_EQ(words_of(std::string(32, 'x')).front(), std::string(32, 'x'));
  EXPECT_EQ(question_words("a b c d e f g h").size(), 8U);
  EXPECT_EQ(question_words("a b c d e f g h i").size(), 8U);
  auto x = person("k1");
  std::string many;
  for (int i = 0; i < 600; ++i) {
    many += "w" + std::to_string(i) + " ";
  }
  x.notes = {{{}, a1, many}};
  EXPECT_EQ(words_of(x).size(), 512U);
}

// ---------------------------------------------------------------------------

class crm_run {
public:
  explicit crm_run(std::uint64_t seed) : random_{seed} {}

  void run(int steps) {
    for (int i = 0; i < steps && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE("step " + std::to_string(i));
      step();
      compare();
    }
  }

private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  class contacts memory() {
    return storage::contacts{memory_.get()};
  }
  class contacts durable() {
    return storage::contacts{durable_.get()};
  }

  contact_id any_id() { return contact_id{"k" + std::to_string(below(6))}; }
  chat_id any_chat() { return chat_id{"c" + std::to_string(below(8))}; }
  std::string any_text() {
    static constexpr std::array texts{
      "Ann", "\u00C4nne", "anna bell", "Bell", "030 77", "", "Zo\u00EB", "a"};
    return texts[below(texts.size())];
  }
  contact any_contact() {
    auto x = person(any_id().value, any_text(), below(3) == 0 ? "A" : "");
    x.first_name = any_text();
    if (below(2) == 0) {
      x.phones = {"+49 30 77" + std::to_string(below(3))};
    }
    if (below(3) == 0) {
      x.tags = {tag_id{"vip"}};
    }
    const auto stored = memory().read(acme, x.id);
    x.revision = stored && below(5) != 0 ? stored.value().revision : below(4);
    return x;
  }

  template <class Act>
  void both(Act act) {
    const auto a = act(memory());
    const auto b = act(durable());
    ASSERT_EQ(a.has_value(), b.has_value());
    if (a) {
      EXPECT_EQ(a.value(), b.value());
    } else {
      EXPECT_EQ(a.error().code, b.error().code);
      EXPECT_EQ(a.error().text, b.error().text);
    }
  }

  void step() {
    const auto now = at(static_cast<long long>(++now_));
    const auto x = any_contact();
    const auto chat = any_chat();
    switch (below(10)) {
    case 0:
    case 1:
      both([&](auto crm) { return crm.create(acme, x); });
      break;
    case 2:
      both([&](auto crm) { return crm.update(acme, x); });
      break;
    case 3:
      both([&](auto crm) { return crm.remove(acme, x.id, x.revision); });
      break;
    case 4: {
      const auto y = any_contact();
      both(
        [&](auto crm) { return crm.merge(sample_company(), x, y, now, a1); });
      break;
    }
    case 5:
      both([&](auto crm) { return crm.undo_merge(acme, any_merged(), now); });
      break;
    case 6:
      both([&](auto crm) { return crm.unlink(acme, chat); });
      break;
    case 7: {
      const append a{{acme, stream_kind::chat, chat.value},
                     0,
                     chat_events(started(static_cast<long long>(now_)))};
      EXPECT_EQ(memory_.get().write({a}).front().has_value(),
                durable_.get().write({a}).front().has_value());
      if (below(8) == 0) {
        durable_.reopen();
      }
      break;
    }
    default:
      both([&](auto crm) { return crm.link(acme, chat, x.id, now, a1); });
    }
  }

  contact_id any_merged() { return merged_id_; }

  void compare() {
    merged_id_ = any_id();
    for (const auto& question :
         {any_text(), any_text() + " " + any_text(), std::string{"imp a"}}) {
      const auto found = all_of(memory(), question);
      EXPECT_EQ(found, all_of(durable(), question)) << question;
      EXPECT_EQ(found, filtered(question)) << question;
    }
    const auto id = any_id();
    both([&](auto crm) { return crm.read(acme, id); });
    const auto chat = any_chat();
    both([&](auto crm) { return crm.contact_of(acme, chat); });
    EXPECT_EQ(sessions(memory(), id), sessions(durable(), id));
  }

  static std::set<std::string> all_of(class contacts crm,
                                      const std::string& question) {
    std::set<std::string> ids;
    std::string from;
    do {
      const auto page = crm.search(sample_company(), question, from, 2);
      EXPECT_TRUE(page);
      for (const auto& x : page.value().contacts) {
        EXPECT_TRUE(ids.insert(x.id.value).second) << x.id.value;
      }
      from = page.value().next;
    } while (!from.empty());
    return ids;
  }

  /// The same without an index: every contact is looked at.
  std::set<std::string> filtered(const std::string& question) {
    std::set<std::string> ids;
    const auto all = memory().list(acme, "", 100);
    EXPECT_TRUE(all);
    for (const auto& x : all.value().contacts) {
      auto words = words_of(x);
      if (!x.tags.empty()) {
        words.insert("important");
      }
      const auto asked = question_words(question);
      if (std::ranges::all_of(asked, [&](const auto& q) {
            return std::ranges::any_of(
              words, [&](const auto& w) { return w.starts_with(q); });
          })) {
        ids.insert(x.id.value);
      }
    }
    return ids;
  }

  static std::vector<std::string> sessions(class contacts crm,
                                           const contact_id& id) {
    std::vector<std::string> chats;
    std::string from;
    do {
      const auto page = crm.history(acme, id, from, 2);
      if (!page) {
        return {page.error().text};
      }
      for (const auto& s : page.value().sessions) {
        chats.push_back(encode_link(s));
      }
      from = page.value().next;
    } while (!from.empty());
    return chats;
  }

  std::mt19937_64 random_;
  std::uint64_t now_ = 0;
  contact_id merged_id_{"k0"};
  memory_factory memory_;
  rocksdb_factory durable_;
};

class crm_difference : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(seeds,
                         crm_difference,
                         ::testing::Range<std::uint64_t>(1, 9));

TEST_P(crm_difference, M2_both_stores_and_a_plain_filter_answer_alike) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  crm_run{GetParam()}.run(200);
}

} // namespace

} // namespace parley::storage::testing
