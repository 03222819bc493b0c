#pragma once
// Writing JSON (RFC 8259): one object, on one line. Only what explanations and traces need; nothing here reads JSON.
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handfast {

// A text in quotation marks. Bytes that are no UTF-8 appear as U+0080 to U+00FF, so that the result always is.
std::string json_text(std::string_view text);

// Members appear in the order in which they are added; nobody adds a key twice.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view value) { return raw(key, json_text(value)); }
  JsonObject& add(std::string_view key, const char* value) { return add(key, std::string_view(value)); }
  JsonObject& add(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& add(std::string_view key, std::integral auto value) { return raw(key, std::to_string(value)); }
  JsonObject& add(std::string_view key, const std::vector<std::string>& values);
  JsonObject& add(std::string_view key, const JsonObject& value) { return raw(key, value.text()); }
  JsonObject& add_objects(std::string_view key, const std::vector<JsonObject>& values);
  JsonObject& add_null(std::string_view key) { return raw(key, "null"); }
  JsonObject& add_text_or_null(std::string_view key, std::string_view value);     // null for an empty text
  JsonObject& add_milliseconds(std::string_view key, std::int64_t microseconds);  // a number with three decimals

  std::string text() const { return "{" + members_ + "}"; }

 private:
  JsonObject& raw(std::string_view key, std::string_view value);

  std::string members_;
};

// Microseconds as milliseconds with so many decimals, rounded down: "1.2".
std::string milliseconds_text(std::int64_t microseconds, unsigned decimals);

}  // namespace handfast
