// Contacts as values: what is valid, what a merge joins and its undo takes
// apart (M2).
#include "actors/domain/contact.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const custom_field_id size_field{"size"};
const custom_field_id born{"born"};
const tag_id vip{"vip"};

company example() {
  company c;
  c.id = company_id{"acme"};
  c.name = "Acme";
  c.custom_fields
    = {{size_field,
        {size_field, "Size", custom_field_kind::list, {"small", "large"}}},
       {born, {born, "Born", custom_field_kind::date, {}}}};
  c.tags = {{vip, {vip, "Important", "#ff8800"}}};
  return c;
}

contact ann() {
  contact x;
  x.id = contact_id{"k1"};
  x.last_name = "Archer";
  return x;
}

/// What `validate` says after a change.
template <class Change>
std::vector<std::string> after(Change change) {
  auto x = ann();
  change(x);
  return validate(example(), x);
}

TEST(contact, M2_a_sound_one_is_valid) {
  EXPECT_THAT(after([](contact&) {}), IsEmpty());
  EXPECT_THAT(after([](contact& x) {
                x.fields = {{size_field, "large"}, {born, "2000-02-29"}};
                x.tags = {vip};
                x.emails = {"ann@example.com"};
                x.phones = {"+49 (30) 12/34-5"};
              }),
              IsEmpty());
}

TEST(contact, M2_it_needs_something_to_be_known_by) {
  EXPECT_THAT(after([](contact& x) { x.last_name = " "; }),
              ElementsAre(HasSubstr("name")));
  EXPECT_THAT(after([](contact& x) {
                x.last_name.clear();
                x.phones = {"112"};
              }),
              IsEmpty());
}

TEST(contact, M2_every_bound_is_refused_beyond_it) {
  const auto texts = [](std::size_t n, const std::string& end) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < n; ++i) {
      all.push_back(std::to_string(1000 + i) + end);
    }
    return all;
  };
  struct bound {
    const char* path;
    std::size_t most;
    std::function<void(contact&, std::size_t)> set;
  };
  const std::vector<bound> bounds{
    {"account",
     64,
     [](auto& x, auto n) {
       x.account.assign(n, 'x');
     }},
    {"first_name",
     100,
     [](auto& x, auto n) {
       x.first_name.assign(n, 'x');
     }},
    {"last_name",
     100,
     [](auto& x, auto n) {
       x.last_name.assign(n, 'x');
     }},
    {"company",
     100,
     [](auto& x, auto n) {
       x.company.assign(n, 'x');
     }},
    {"address",
     500,
     [](auto& x, auto n) {
       x.address.assign(n, 'x');
     }},
    {"emails",
     16,
     [&](auto& x, auto n) {
       x.emails = texts(n, "@x.org");
     }},
    {"phones",
     16,
     [&](auto& x, auto n) {
       x.phones = texts(n, "");
     }},
    {"emails",
     254,
     [](auto& x, auto n) {
       x.emails = {"a@" + std::string(n - 2, 'x')};
     }},
    {"phones",
     20,
     [](auto& x, auto n) {
       x.phones = {std::string(n, '1')};
     }},
    {"phones",
     32,
     [](auto& x, auto n) {
       x.phones = {"112" + std::string(n - 3, ' ')};
     }},
    {"notes",
     100,
     [](auto& x, auto n) {
       x.notes.assign(n, {{}, agent_id{"a"}, "n"});
     }},
    {"notes",
     4000,
     [](auto& x, auto n) {
       x.notes = {{{}, agent_id{"a"}, std::string(n, 'n')}};
     }},
    {"merged",
     16,
     [](auto& x, auto n) {
       x.merged.assign(n, contact_id{"k"});
     }},
  };
  for (const auto& b : bounds) {
    EXPECT_THAT(after([&](contact& x) { b.set(x, b.most); }), IsEmpty())
      << b.path << " " << b.most;
    EXPECT_THAT(after([&](contact& x) { b.set(x, b.most + 1); }),
                ElementsAre(HasSubstr(b.path)))
      << b.path << " " << b.most;
  }
}

TEST(contact, M2_a_contact_has_up_to_32_tags_of_the_company) {
  auto c = example();
  auto x = ann();
  for (int i = 0; i < 33; ++i) {
    const tag_id id{"t" + std::to_string(i)};
    c.tags[id] = {id, id.value, "#000000"};
    EXPECT_THAT(validate(c, x), IsEmpty());
    x.tags.insert(id);
  }
  EXPECT_THAT(validate(c, x), ElementsAre(HasSubstr("tags")));
  EXPECT_THAT(after([](contact& y) { y.tags = {tag_id{"gone"}}; }),
              ElementsAre(HasSubstr("there is no 'gone'")));
}

TEST(contact, M2_a_custom_value_is_of_the_kind_of_its_field) {
  using k = custom_field_kind;
  const auto fits = [](k kind, const std::string& text) {
    return is_value_of({size_field, "f", kind, {"a b"}}, text);
  };
  EXPECT_TRUE(fits(k::text, std::string(500, 'x')));
  EXPECT_FALSE(fits(k::text, std::string(501, 'x')));
  EXPECT_FALSE(fits(k::text, ""));
  for (const auto* good : {"0", "-1", "12.50", "007"}) {
    EXPECT_TRUE(fits(k::number, good)) << good;
  }
  for (const auto* bad : {"", "-", "1.", ".5", "1e5", "+1", "1 ", "1,5"}) {
    EXPECT_FALSE(fits(k::number, bad)) << bad;
  }
  EXPECT_TRUE(fits(k::number, std::string(32, '1')));
  EXPECT_FALSE(fits(k::number, std::string(33, '1')));
  for (const auto* good : {"2000-02-29", "1999-12-31"}) {
    EXPECT_TRUE(fits(k::date, good)) << good;
  }
  for (const auto* bad : {"",
                          "2001-02-29",
                          "2000-13-01",
                          "2000-1-01",
                          "2000-00-10",
                          "-200-01-01",
                          "2000/01/01"}) {
    EXPECT_FALSE(fits(k::date, bad)) << bad;
  }
  EXPECT_TRUE(fits(k::list, "a b"));
  EXPECT_FALSE(fits(k::list, "a"));
  EXPECT_TRUE(fits(k::yes_no, "yes"));
  EXPECT_TRUE(fits(k::yes_no, "no"));
  EXPECT_FALSE(fits(k::yes_no, "true"));
  EXPECT_THAT(after([](contact& x) {
                x.fields = {{size_field, "huge"}};
              }),
              ElementsAre(HasSubstr("fields.size")));
  EXPECT_THAT(after([](contact& x) {
                x.fields = {{custom_field_id{"no"}, "1"}};
              }),
              ElementsAre(HasSubstr("no such field")));
}

TEST(contact, M2_emails_and_phones_look_like_such) {
  for (const auto* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c"}) {
    EXPECT_FALSE(is_email(bad)) << bad;
  }
  EXPECT_TRUE(is_email("\u00FC@b"));
  for (const auto* bad : {"", "12", "++", "12a", "12x3"}) {
    EXPECT_FALSE(is_phone(bad)) << bad;
  }
  EXPECT_THAT(after([](contact& x) {
                x.phones = {"112", "112"};
              }),
              ElementsAre(HasSubstr("twice")));
}

TEST(contact, M2_a_merge_joins_and_its_undo_takes_apart) {
  auto into = ann();
  into.emails = {"ann@a.org"};
  into.revision = 4;
  contact from;
  from.id = contact_id{"k2"};
  from.last_name = "Other";
  from.account = "A-7";
  from.emails = {"ann@a.org", "ann@b.org"};
  from.tags = {vip};
  from.fields = {{size_field, "small"}};
  from.notes = {{{}, agent_id{"a1"}, "calls back"}};
  from.merged = {contact_id{"k3"}};
  const auto both = merged(into, from);
  EXPECT_EQ(both.last_name, "Archer");
  EXPECT_EQ(both.account, "A-7");
  EXPECT_THAT(both.emails, ElementsAre("ann@a.org", "ann@b.org"));
  EXPECT_EQ(both.fields, from.fields);
  EXPECT_EQ(both.notes, from.notes);
  EXPECT_THAT(both.merged, ElementsAre(contact_id{"k3"}, contact_id{"k2"}));
  EXPECT_EQ(both.revision, 4U);
  EXPECT_EQ(unmerged(both, into, from), into);
  // What was changed since stays.
  auto later = both;
  later.account = "B-1";
  later.emails.emplace_back("ann@c.org");
  later.fields[size_field] = "large";
  const auto undone = unmerged(later, into, from);
  EXPECT_EQ(undone.account, "B-1");
  EXPECT_THAT(undone.emails, ElementsAre("ann@a.org", "ann@c.org"));
  EXPECT_EQ(undone.fields.at(size_field), "large");
  EXPECT_THAT(undone.tags, IsEmpty());
}

TEST(contact, M2_the_company_defines_fields_and_tags_within_bounds) {
  const auto says = [](auto change) {
    auto c = example();
    change(c);
    return validate(c);
  };
  EXPECT_THAT(says([](company&) {}), IsEmpty());
  const auto with_fields = [&](int n) {
    return says([n](company& c) {
      c.custom_fields.clear();
      for (int i = 0; i < n; ++i) {
        const custom_field_id id{"f" + std::to_string(i)};
        c.custom_fields[id] = {id, id.value, custom_field_kind::text, {}};
      }
    });
  };
  EXPECT_THAT(with_fields(64), IsEmpty());
  EXPECT_THAT(with_fields(65), ElementsAre(HasSubstr("custom_fields")));
  const auto with_tags = [&](int n) {
    return says([n](company& c) {
      c.tags.clear();
      for (int i = 0; i < n; ++i) {
        const tag_id id{"t" + std::to_string(i)};
        c.tags[id] = {id, id.value, "#00ff00"};
      }
    });
  };
  EXPECT_THAT(with_tags(256), IsEmpty());
  EXPECT_THAT(with_tags(257), ElementsAre(HasSubstr("tags")));
  const auto with_choices = [&](int n) {
    return says([n](company& c) {
      auto& choices = c.custom_fields.at(size_field).choices;
      choices.clear();
      for (int i = 0; i < n; ++i) {
        choices.push_back(std::to_string(i));
      }
    });
  };
  EXPECT_THAT(with_choices(0), ElementsAre(HasSubstr("choices")));
  EXPECT_THAT(with_choices(100), IsEmpty());
  EXPECT_THAT(with_choices(101), ElementsAre(HasSubstr("choices")));
  EXPECT_THAT(says([](company& c) {
                c.custom_fields.at(size_field).choices = {"a", "a"};
              }),
              ElementsAre(HasSubstr("twice")));
  EXPECT_THAT(
    says([](company& c) { c.custom_fields.at(born).choices = {"a"}; }),
    ElementsAre(HasSubstr("belong to a list")));
  for (const auto* bad : {"", "ff8800", "#FF8800", "#ff880", "#ff88000"}) {
    EXPECT_THAT(says([&](company& c) { c.tags.at(vip).colour = bad; }),
                ElementsAre(HasSubstr("colour")))
      << bad;
  }
}

} // namespace
} // namespace parley
