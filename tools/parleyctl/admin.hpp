// The operator's questions to a running parleyd and their answers as tables or
// JSON. Speaks to the admin address only.
#ifndef PARLEY_TOOLS_PARLEYCTL_ADMIN_HPP
#define PARLEY_TOOLS_PARLEYCTL_ADMIN_HPP

#include "tools/client/http_client.hpp"

#include <iosfwd>
#include <stdexcept>
#include <string>

namespace parley::tools {

/// Why a command of parleyctl cannot be done, a sentence for its user.
struct control_failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct admin_access {
  endpoint server;
  std::string token;
  /// Print what the server said instead of tables.
  bool json = false;
  /// Only of this company; empty: of all.
  std::string company;
};

/// `what`: companies, queues, agents, sessions, calls, connections, actors.
void list_actors(const admin_access& to,
                 const std::string& what,
                 std::ostream& out);
/// `name`: an id, or `kind/id` if several have the same.
void show_actor(const admin_access& to,
                const std::string& name,
                std::ostream& out);
/// Prints the events of an actor as they happen, until it is gone.
void follow_actor(const admin_access& to,
                  const std::string& name,
                  std::ostream& out);
void show_journal(const admin_access& to,
                  const std::string& chat,
                  std::ostream& out);
/// Prints the configuration of a company as one document.
void export_company(const admin_access& to,
                    const std::string& company,
                    std::ostream& out);
/// Replaces the configuration of the company that the document names.
void import_company(const admin_access& to,
                    const std::string& document,
                    std::ostream& out);
/// The newest rows of a company's audit log (A3).
void list_audit(const admin_access& to,
                const std::string& company,
                std::ostream& out);
/// @returns true if the chain of the log is whole.
[[nodiscard]] bool verify_audit(const admin_access& to,
                                const std::string& company,
                                std::ostream& out);
/// Gives a user a password for one log-in and prints it.
void give_password(const admin_access& to,
                   const std::string& company,
                   const std::string& login,
                   std::ostream& out);
void remove_second_factor(const admin_access& to,
                          const std::string& company,
                          const std::string& login,
                          std::ostream& out);
/// Live KPIs per queue (K1).
void show_figures(const admin_access& to, std::ostream& out);
/// @returns true if every invariant has been kept.
[[nodiscard]] bool show_invariants(const admin_access& to, std::ostream& out);

} // namespace parley::tools

#endif // PARLEY_TOOLS_PARLEYCTL_ADMIN_HPP
