#include "cli/doctor_report.hpp"

#include <algorithm>

#include "tls/explain.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kAllNames = SIZE_MAX;

std::string list_of(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) out += " and " + std::to_string(names.size() - most) + " more";
  return out;
}

std::string lack_text(const Lack& lack, std::size_t most_names) {
  const std::string file = lack.file.native() + ": ";
  std::string out;
  if (!lack.versions.empty())
    out += tls::fact_text("lacks", file + "the version " + list_of(lack.versions, most_names));
  if (!lack.at_start.empty()) out += tls::fact_text("at start", file + list_of(lack.at_start, most_names));
  if (!lack.when_called.empty()) out += tls::fact_text("if called", file + list_of(lack.when_called, most_names));
  return out;
}

std::string headline(const Inspection& found) {
  const std::string name = found.program.filename().native();
  if (!found.unreadable.empty()) return name + " cannot be looked at: " + found.unreadable;
  if (!found.needs_gnutls)
    return name +
           " does not load libgnutls.so.30 itself: only plug-ins, and programs that it starts, can use this library";
  if (!found.privileged.empty())
    return name + " is " + found.privileged + ": the loader ignores LD_LIBRARY_PATH, and it uses the system's GnuTLS";
  if (!found.own_library.empty())
    return name + " does not use this library: it has a path of its own to " + found.own_library.native();
  if (found.refused()) return name + " does not start on this library, which lacks what the loader looks for first";
  if (!found.lacks.empty())
    return name + " starts on this library, and ends if it calls one of the functions that are missing";
  if (!found.beside.empty())
    return name + " has all that it needs; plug-ins or other programs of its package lack something";
  return name + " has all that it needs";
}

std::string advice(const Inspection& found) {
  if (!found.unreadable.empty() || !found.needs_gnutls || found.complete()) return {};
  if (found.refused())
    return tls::fact_text("try", "the program on GnuTLS, without handfast run; --force starts it all the same");
  return {};
}

}  // namespace

bool worth_a_warning(const Inspection& found) {
  const bool unused = !found.needs_gnutls && found.beside_count == 0;
  return !found.complete() || unused || !found.privileged.empty() || !found.own_library.empty();
}

std::string report(const Inspection& found, const std::filesystem::path& library, std::size_t most_names) {
  std::string program = found.program.native();
  if (!found.interpreter.empty()) program += ", a script: looked at was " + found.interpreter.native();
  if (!found.package.empty()) program += ", of the package " + found.package;
  std::string out =
      headline(found) + "\n" + tls::fact_text("program", program) + tls::fact_text("library", library.native());
  for (const std::string& name : found.missing_libraries) out += tls::fact_text("not found", name);
  for (const Lack& lack : found.lacks) out += lack_text(lack, most_names);
  if (found.beside_count > 0)
    out += tls::fact_text("beside it", std::to_string(found.beside_count) +
                                           " other files of the package need GnuTLS, of which " +
                                           std::to_string(found.beside.size()) + " lack something");
  for (const Lack& lack : found.beside) out += lack_text(lack, most_names);
  return out + advice(found);
}

std::string report(const FolderInspection& found, const std::filesystem::path& folder) {
  std::string out = folder.native() + ": " + std::to_string(found.count) + " files need GnuTLS, of which " +
                    std::to_string(found.lacks.size()) + " lack something\n";
  for (const Lack& lack : found.lacks) out += lack_text(lack, kAllNames);
  return out;
}

}  // namespace handfast::cli
