// Who comes to the demo company and what is said: people with their data as
// contacts have them, and conversations. Text only; knows no wire.
#ifndef PARLEY_TOOLS_BUSY_PLOTS_HPP
#define PARLEY_TOOLS_BUSY_PLOTS_HPP

#include <span>
#include <string>
#include <string_view>

namespace parley::tools::busy {

enum class role { customer, agent };

struct line {
  role by;
  std::string_view text;
};

/// A conversation. Customers say their first lines while they wait.
struct plot {
  std::string_view language;
  /// What they choose from the menu.
  std::string_view choice;
  /// Their answer to the question for an order; empty: they are not asked.
  std::string_view order;
  /// What the agent files.
  std::string_view classification;
  std::string_view note;
  std::span<const line> lines;
};

struct person {
  std::string_view account;
  std::string_view first_name;
  std::string_view last_name;
  std::string_view company;
  std::string_view email;
  std::string_view phone;
  std::string_view address;
  /// Separated by semicolons.
  std::string_view tags;
  std::string_view garden;
  std::string_view customer_since;
  std::string_view orders;
  /// Which conversations they may have.
  std::string_view language;

  [[nodiscard]] std::string name() const {
    return std::string{first_name} + ' ' + std::string{last_name};
  }
};

[[nodiscard]] std::span<const plot> plots();
[[nodiscard]] std::span<const person> people();

/// All people as the import of contacts reads them.
[[nodiscard]] std::string contacts_csv();

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_PLOTS_HPP
