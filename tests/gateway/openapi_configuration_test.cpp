// The part of protocol/openapi.yaml that is about the objects of a
// configuration is made from the code. PARLEY_UPDATE_GOLDEN=1 rewrites it.
#include "storage/configuration_objects.hpp"
#include "storage/contact_object.hpp"
#include "storage/flow_objects.hpp"
#include "tests/storage/samples.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace parley::gateway {
namespace {

using nlohmann::ordered_json;
using storage::object_kind;

const std::string file
  = std::string{PARLEY_SOURCE_DIR} + "/protocol/openapi.yaml";

std::string read_file() {
  const std::ifstream in{file};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void replace_all(std::string& text,
                 const std::string& what,
                 const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// `break_reasons`: `BreakReason`.
std::string type_name(const object_kind& kind) {
  std::string name;
  bool capital = true;
  for (const char c : kind.noun) {
    if (c == ' ') {
      capital = true;
      continue;
    }
    name += capital ? static_cast<char>(::toupper(c)) : c;
    capital = false;
  }
  return name;
}

std::string path_of(const object_kind& kind) {
  std::string path{kind.name};
  std::replace(path.begin(), path.end(), '_', '-');
  return path;
}

constexpr const char* paths_of_a_kind = R"(  /api/v1/@path@:
    get:
      tags: ["configuration"]
      operationId: "list@Type@s"
      x-right: @view@
      summary: "@Plural@, by id."
      description: "Takes the privilege `view` of the area `@area@`."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/Limit"}
        - {"$ref": "#/components/parameters/After"}
        - {"$ref": "#/components/parameters/Search"}
      responses:
        "200":
          description: "A page; `next` is there if more follow."
          content:
            application/json:
              schema: {"$ref": "#/components/schemas/@Type@Page"}
              example: {"items": [@example@]}
@failures@    post:
      tags: ["configuration"]
      operationId: "add@Type@"
      x-right: "@area@:@write@"
      x-audit: "configuration.added"
      summary: "Adds a @noun@."
      description: "Takes the privilege `modify` of the area `@area@`. Without an `id` the server chooses one."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/IdempotencyKey"}
      requestBody:
        required: true
        content:
          application/json:
            schema: {"$ref": "#/components/schemas/@Type@"}
            example: @example@
      responses:
        "201":
          description: "The @noun@ as it is stored now."
          headers: {"ETag": {"$ref": "#/components/headers/ETag"}, "Location": {"$ref": "#/components/headers/Location"}}
          content:
            application/json:
              schema: {"$ref": "#/components/schemas/@Type@"}
@write_failures@  /api/v1/@path@/{id}:
    get:
      tags: ["configuration"]
      operationId: "get@Type@"
      x-right: @view@
      summary: "One @noun@."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/Id"}
      responses:
        "200":
          description: "The @noun@."
          headers: {"ETag": {"$ref": "#/components/headers/ETag"}}
          content:
            application/json:
              schema: {"$ref": "#/components/schemas/@Type@"}
              example: @example@
        "304": {"$ref": "#/components/responses/NotModified"}
        "404": {"$ref": "#/components/responses/NotFound"}
@failures@    put:
      tags: ["configuration"]
      operationId: "replace@Type@"
      x-right: "@area@:@write@"
      x-audit: "configuration.changed"
      summary: "Replaces a @noun@; what is not named has its default."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/Id"}
        - {"$ref": "#/components/parameters/IfMatch"}
      requestBody:
        required: true
        content:
          application/json:
            schema: {"$ref": "#/components/schemas/@Type@"}
            example: @example@
      responses:
        "200":
          description: "The @noun@ as it is stored now."
          headers: {"ETag": {"$ref": "#/components/headers/ETag"}}
          content:
            application/json:
              schema: {"$ref": "#/components/schemas/@Type@"}
@version_failures@@write_failures@    patch:
      tags: ["configuration"]
      operationId: "change@Type@"
      x-right: "@area@:@write@"
      x-audit: "configuration.changed"
      summary: "Changes a @noun@ by a merge patch (RFC 7396)."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/Id"}
        - {"$ref": "#/components/parameters/IfMatch"}
      requestBody:
        required: true
        content:
          application/merge-patch+json:
            schema: {"$ref": "#/components/schemas/@Type@"}
            example: {"name": "Another name"}
      responses:
        "200":
          description: "The @noun@ as it is stored now."
          headers: {"ETag": {"$ref": "#/components/headers/ETag"}}
          content:
            application/json:
              schema: {"$ref": "#/components/schemas/@Type@"}
@version_failures@@write_failures@    delete:
      tags: ["configuration"]
      operationId: "delete@Type@"
      x-right: "@area@:@write@"
      x-audit: "configuration.removed"
      summary: "Deletes a @noun@ that nothing uses."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/Id"}
        - {"$ref": "#/components/parameters/IfMatch"}
      responses:
        "204":
          description: "It is gone."
@version_failures@@write_failures@  /api/v1/@path@/{id}/copy:
    post:
      tags: ["configuration"]
      operationId: "copy@Type@"
      x-right: "@area@:@write@"
      x-audit: "configuration.added"
      summary: "Copies a @noun@; the body names what is different, the name at least."
      security: [{"cookie": []}, {"token": []}]
      parameters:
        - {"$ref": "#/components/parameters/Id"}
        - {"$ref": "#/components/parameters/IdempotencyKey"}
      requestBody:
        required: true
        content:
          application/json:
            schema: {"$ref": "#/components/schemas/@Type@"}
            example: {"name": "Another name"}
      responses:
        "201":
          description: "The copy."
          headers: {"ETag": {"$ref": "#/components/headers/ETag"}, "Location": {"$ref": "#/components/headers/Location"}}
          content:
            application/json:
              schema: {"$ref": "#/components/schemas/@Type@"}
        "404": {"$ref": "#/components/responses/NotFound"}
@write_failures@)";

constexpr const char* failures
  = R"(        "400": {"$ref": "#/components/responses/BadRequest"}
        "401": {"$ref": "#/components/responses/NotAuthenticated"}
        "403": {"$ref": "#/components/responses/NotPermitted"}
        "429": {"$ref": "#/components/responses/TooMany"}
)";

constexpr const char* write_failures
  = R"(        "409": {"$ref": "#/components/responses/InUse"}
        "422": {"$ref": "#/components/responses/Invalid"}
        "503": {"$ref": "#/components/responses/Unavailable"}
)";

constexpr const char* version_failures
  = R"(        "404": {"$ref": "#/components/responses/NotFound"}
        "412": {"$ref": "#/components/responses/ChangedMeanwhile"}
        "428": {"$ref": "#/components/responses/VersionMissing"}
)";

std::string example_of(const object_kind& kind) {
  const auto c = storage::testing::sample_company();
  return *kind.find(c, kind.list(c).front().id);
}

std::string generated_paths() {
  std::string text;
  for (const auto& kind : storage::object_kinds()) {
    std::string one = paths_of_a_kind;
    std::string plural{kind.name};
    std::replace(plural.begin(), plural.end(), '_', ' ');
    plural.front() = static_cast<char>(::toupper(plural.front()));
    replace_all(
      one, "@write_failures@", std::string{failures} + write_failures);
    replace_all(one, "@failures@", failures);
    replace_all(one, "@version_failures@", version_failures);
    replace_all(one, "@Type@", type_name(kind));
    replace_all(one, "@path@", path_of(kind));
    replace_all(one, "@Plural@", plural);
    replace_all(one, "@noun@", std::string{kind.noun});
    // M2: who sees contacts sees by what they are told apart.
    replace_all(one,
                "@view@",
                kind.name == "tags" || kind.name == "custom_fields"
                  ? R"(["@area@:view", "contacts:view"])"
                  : R"("@area@:view")");
    replace_all(one, "@area@", std::string{to_string(kind.rights)});
    // X1: who sees text blocks may write personal ones.
    replace_all(
      one, "@write@", kind.rights == area::text_blocks ? "view" : "modify");
    replace_all(one, "@example@", example_of(kind));
    if (kind.rights == area::flows) {
      // Only a new one can name a template (F3).
      const auto add = one.find("requestBody:");
      const auto type = one.find("schemas/Flow\"", add);
      one.insert(type + std::string_view{"schemas/"}.size(), "New");
    }
    text += one;
  }
  return text;
}

/// What of flows is described by the code and is no object of its own.
std::string flow_schemas() {
  const auto described = [](const std::string& name, const ordered_json& is) {
    return "    " + name + ": " + is.dump() + "\n";
  };
  auto added = ordered_json::parse(storage::flow_objects::schema());
  added["properties"]["template"]
    = {{"type", "string"},
       {"description", "Of /api/v1/flow-templates; instead of a draft."}};
  auto graph = ordered_json::parse(storage::flow_schema());
  graph.erase("$schema");
  graph.erase("title");
  auto script = ordered_json::parse(storage::rehearsal_script_schema());
  script["properties"]["version"]
    = {{"type", "integer"}, {"description", "Absent: the draft."}};
  script["properties"]["service"]
    = {{"type", "string"}, {"description", "Whose values are taken."}};
  return described("NewFlow", added) + described("FlowGraph", graph)
         + described("FlowScript", script)
         + described("FlowRehearsal",
                     ordered_json::parse(storage::rehearsal_schema()));
}

std::string generated_schemas() {
  std::string text;
  for (const auto& kind : storage::object_kinds()) {
    const auto name = type_name(kind);
    text += "    " + name + ": " + kind.schema() + "\n";
    const ordered_json page{
      {"type", "object"},
      {"required", {"items"}},
      {"properties",
       {{"items",
         {{"type", "array"},
          {"items", {{"$ref", "#/components/schemas/" + name}}}}},
        {"next", {{"type", "string"}}}}}};
    text += "    " + name + "Page: " + page.dump() + "\n";
  }
  text += "    Contact: " + storage::contact_schema() + "\n";
  text += flow_schemas();
  text += "    Settings: " + storage::settings_schema() + "\n";
  return text;
}

/// Puts `text` between the lines that begin and end a generated part.
std::string with_part(const std::string& whole,
                      const std::string& name,
                      const std::string& text) {
  const auto begin = "# generated: " + name + "\n";
  const auto end = "# end of " + name + "\n";
  const auto from = whole.find(begin);
  auto to = whole.find(end);
  if (from == std::string::npos || to == std::string::npos) {
    ADD_FAILURE() << "no part " << name;
    return whole;
  }
  // The line's own indentation stays.
  to = whole.rfind('\n', to) + 1;
  return whole.substr(0, from + begin.size()) + text + whole.substr(to);
}

TEST(openapi_configuration, E2_it_describes_the_objects_as_the_code_does) {
  const auto is = read_file();
  auto wanted = with_part(is, "paths of the configuration", generated_paths());
  wanted
    = with_part(wanted, "schemas of the configuration", generated_schemas());
  if (std::getenv("PARLEY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream out{file};
    out << wanted;
    return;
  }
  EXPECT_EQ(is, wanted) << "run this test with PARLEY_UPDATE_GOLDEN=1";
}

} // namespace
} // namespace parley::gateway
