#include "cli/doctor_report.hpp"

#include <algorithm>

#include "tls/explain.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kFewNames = 3;  // of files beside the one that was asked about

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
  std::vector<std::string> users;
  for (const std::filesystem::path& user : lack.loaded_by) users.push_back(user.native());
  if (!users.empty()) out += tls::fact_text("for", list_of(users, kFewNames));
  return out;
}

std::string privilege_text(const std::string& privilege, bool needs_gnutls) {
  return "is " + privilege + ": the loader ignores LD_LIBRARY_PATH, and " +
         (needs_gnutls ? "it uses the system's GnuTLS" : "nothing that it loads uses this library");
}

// What an inspection says of a program that the loader has to do with.
std::string verdict(const Inspection& found) {
  if (!found.missing_libraries.empty())
    return "does not start: the loader does not find " + found.missing_libraries[0].name;
  if (!found.privileged.empty()) return privilege_text(found.privileged, found.needs_gnutls);
  if (!found.needs_gnutls && found.beside.count == 0)
    return "does not load libgnutls.so.30 itself: only plug-ins, and programs that it starts, can use this library";
  if (!found.needs_gnutls)
    return std::string("does not load libgnutls.so.30 itself; other files of its package do") +
           (found.beside.affected > 0 ? ", and lack something" : "");
  if (!found.own_library.empty())
    return "does not use this library: it has a path of its own to " + found.own_library.native();
  if (found.refused()) return "does not start on this library, which lacks what the loader looks for first";
  if (!found.lacks.empty()) return "starts on this library, and ends if it calls one of the functions that are missing";
  return std::string("has all that it needs") + (found.privileged_for_others.empty() ? "" : " if this user starts it") +
         (found.beside.affected > 0 ? "; plug-ins or other programs of its package lack something" : "");
}

std::string headline(const Inspection& found) {
  const std::string name = found.program.filename().native();
  if (found.unreadable.empty()) return name + " " + verdict(found);
  return name + (found.impossible ? " does not start: " : " cannot be looked at: ") + found.unreadable;
}

std::string advice(const Inspection& found) {
  if (!found.unreadable.empty() || !found.refused()) return {};
  const std::string before =
      found.missing_libraries.empty() ? "the program on GnuTLS, without handfast run" : "to install what is not found";
  return tls::fact_text("try", before + "; handfast run --force starts it all the same");
}

std::string count_text(const Survey& found, const std::string& what) {
  return std::to_string(found.count) + what + std::to_string(found.affected) + " lack something";
}

}  // namespace

bool worth_a_warning(const Inspection& found) {
  const bool unused = !found.needs_gnutls && found.beside.count == 0;
  return !found.complete() || unused || !found.privileged.empty() || !found.own_library.empty();
}

std::string report(const Inspection& found, const std::filesystem::path& library, std::size_t most_names) {
  std::string program = found.program.native();
  if (!found.interpreter.empty()) program += ", a script: looked at was " + found.interpreter.native();
  if (!found.package.empty()) program += ", of the package " + found.package;
  std::string out =
      headline(found) + "\n" + tls::fact_text("program", program) + tls::fact_text("library", library.native());
  if (!found.privileged_for_others.empty())
    out += tls::fact_text("others",
                          "for another user it " + privilege_text(found.privileged_for_others, found.needs_gnutls));
  for (const MissingLibrary& missing : found.missing_libraries)
    out += tls::fact_text("not found", missing.name + ", which " + missing.needed_by.native() + " needs");
  for (const Lack& lack : found.lacks) out += lack_text(lack, most_names);
  if (found.beside.count > 0)
    out += tls::fact_text("beside it", count_text(found.beside, " other files of the package need GnuTLS, of which "));
  for (const Lack& lack : found.beside.lacks) out += lack_text(lack, kFewNames);
  return out + advice(found);
}

std::string report(const Survey& found, const std::filesystem::path& folder) {
  std::string out = folder.native() + ": " + count_text(found, " files need GnuTLS, of which ") + "\n";
  for (const Lack& lack : found.lacks) out += lack_text(lack, kFewNames);
  return out;
}

}  // namespace handfast::cli
