#include "cli/elf.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "cli/doctor_report.hpp"
#include "cli/inspection.hpp"
#include "pki/file.hpp"
#include "unit/cli/text_checks.hpp"

namespace handfast::cli {
namespace {

using Path = std::filesystem::path;
using test::begins;
using test::has;

// Small files that also seed the fuzzer: a library with gnutls_a and gnutls_data of GNUTLS_3_4 and gnutls_b of
// GNUTLS_3_6, and programs that need them, and gnutls_c if somebody has it.
Path sample(const char* name) { return Path(HANDFAST_TESTS_DIR) / "fuzz/corpus/elf" / name; }

ByteVector bytes_of(const Path& file) { return pki::read_file(file, 1 << 20).value(); }

std::vector<std::string> names(const std::vector<ElfSymbol>& symbols) {
  std::vector<std::string> out;
  for (const ElfSymbol& symbol : symbols) out.emplace_back(symbol.name);
  std::ranges::sort(out);
  return out;
}

const ElfSymbol& reference(const ElfFile& elf, std::string_view name) {
  return *std::ranges::find_if(elf.references, [&](const ElfSymbol& symbol) { return symbol.name == name; });
}

TEST(Elf, ALibraryHasWhatItsVersionScriptSays) {
  for (const char* name : {"library.so", "aarch64.so"}) {
    const auto found = open_elf(sample(name));
    ASSERT_TRUE(found) << found.error();
    const ElfFile& elf = found->elf;
    EXPECT_TRUE(elf.dynamic && elf.interpreter.empty());
    EXPECT_EQ(elf.soname, "libgnutls.so.30");
    EXPECT_TRUE(elf.needed.empty() && elf.references.empty());
    EXPECT_TRUE(elf.defines("gnutls_a", "GNUTLS_3_4") && elf.defines("gnutls_b", "GNUTLS_3_6"));
    EXPECT_TRUE(elf.defines("gnutls_a", "") && !elf.defines("gnutls_a", "GNUTLS_3_6") && !elf.defines("gnutls_c", ""));
    ASSERT_EQ(elf.versions_defined.size(), 2U);
    EXPECT_EQ(elf.versions_defined[1].name, "GNUTLS_3_6");
  }
  EXPECT_EQ(open_elf(sample("library.so"))->elf.machine, kMachineX86_64);
  EXPECT_EQ(open_elf(sample("aarch64.so"))->elf.machine, kMachineAarch64);
}

TEST(Elf, AProgramNeedsWhatItsRelocationsName) {
  for (const bool lazy : {true, false}) {
    const auto found = open_elf(sample(lazy ? "lazy" : "now"));
    ASSERT_TRUE(found) << found.error();
    const ElfFile& elf = found->elf;
    EXPECT_TRUE(begins(elf.interpreter, "/lib64/ld-linux"));
    EXPECT_TRUE(elf.needs("libgnutls.so.30") && !elf.needs("libc.so.6"));
    EXPECT_EQ(elf.rpath, lazy ? "$ORIGIN/x" : "");
    EXPECT_EQ(elf.runpath, lazy ? "" : "/opt");
    EXPECT_EQ(names(elf.references), (std::vector<std::string>{"gnutls_a", "gnutls_b", "gnutls_c", "gnutls_data"}));
    EXPECT_EQ(reference(elf, "gnutls_a").at_start, !lazy);
    EXPECT_EQ(reference(elf, "gnutls_b").version, "GNUTLS_3_6");
    EXPECT_EQ(reference(elf, "gnutls_b").library, "libgnutls.so.30");
    EXPECT_TRUE(reference(elf, "gnutls_data").at_start);  // data are never looked for lazily
    EXPECT_TRUE(reference(elf, "gnutls_c").weak);
  }
}

TEST(Elf, DamagedFilesEndInWords) {
  const ByteVector whole = bytes_of(sample("lazy"));
  std::size_t refused = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = read_elf(Bytes(whole).first(size));
    EXPECT_TRUE(cut || !cut.error().empty());
    refused += !cut;
  }
  EXPECT_GT(refused, whole.size() / 2);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    ByteVector changed = whole;
    changed[at] ^= 0xff;
    static_cast<void>(read_elf(changed));  // whatever it says, it stays within the file
  }
  EXPECT_EQ(read_elf(as_bytes("#!/bin/sh\n")).error(), "not an ELF file");
  ByteVector small = whole;
  small[4] = 1;  // a class of 32 bits
  EXPECT_EQ(read_elf(small).error(), "for another kind of processor");
}

TEST(Elf, TheLoadersCache) {
  const ByteVector cache = bytes_of(sample("cache"));
  const CacheEntries entries = read_loader_cache(cache);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0], std::pair(std::string_view("libgnutls.so.30"), std::string_view("/usr/lib/libgnutls.so.30")));
  EXPECT_EQ(entries[1].first, "libc.so.6");
  for (std::size_t size = 0; size < cache.size(); ++size)
    EXPECT_LE(read_loader_cache(Bytes(cache).first(size)).size(), 2U);
  EXPECT_EQ(LoaderCache(sample("cache")).find("libc.so.6"), std::vector<Path>{"/lib/libc.so.6"});
  EXPECT_TRUE(LoaderCache("/nonexistent").find("libc.so.6").empty());
}

class Inspections : public testing::Test {
 protected:
  Inspections() {
    std::string pattern = (std::filesystem::temp_directory_path() / "handfast-elf-XXXXXX").native();
    folder_ = ::mkdtemp(pattern.data());
    for (const char* folder : {"x", "lists", "ours", "default"}) std::filesystem::create_directory(folder_ / folder);
    std::filesystem::copy(sample("lazy"), folder_ / "lazy");
    std::filesystem::copy(sample("now"), folder_ / "now");
    std::filesystem::copy(sample("library.so"), folder_ / "ours/libgnutls.so.30");
    library_ = open_elf(folder_ / "ours/libgnutls.so.30").value();
  }
  ~Inspections() override { std::filesystem::remove_all(folder_); }

  // Takes a function away from what our library has.
  void forget(std::string_view name) {
    std::erase_if(library_.elf.definitions, [&](const ElfSymbol& symbol) { return symbol.name == name; });
  }
  void forget_version(std::string_view name) {
    std::erase_if(library_.elf.versions_defined, [&](const ElfVersion& version) { return version.name == name; });
  }
  Inspection inspected(const char* program, bool bind_now = false) {
    return inspect(folder_ / program, {.library = library_,
                                       .library_path = (folder_ / "ours").native(),
                                       .bind_now = bind_now,
                                       .package_lists = folder_ / "lists",
                                       .loader_cache = "/nonexistent",
                                       .default_folders = {folder_ / "default"}});
  }
  std::string report_on(const char* program) { return report(inspected(program), library_.path, 8); }

  Path folder_;
  ElfOnDisk library_;
};

TEST_F(Inspections, NothingIsLacking) {
  for (const char* program : {"lazy", "now"}) {
    const Inspection found = inspected(program);
    EXPECT_TRUE(found.complete() && found.needs_gnutls && !found.refused() && !worth_a_warning(found));
    EXPECT_TRUE(begins(report_on(program), std::string(program) + " has all that it needs\n"));
  }
}

TEST_F(Inspections, AFunctionThatIsLookedForWhenItIsCalled) {
  forget("gnutls_b");
  EXPECT_FALSE(inspected("lazy").refused());
  EXPECT_EQ(inspected("lazy").lacks.at(0).when_called, std::vector<std::string>{"gnutls_b"});
  EXPECT_TRUE(has(report_on("lazy"), "  if called   " + (folder_ / "lazy").native() + ": gnutls_b\n"));
  EXPECT_TRUE(inspected("lazy", true).refused());  // LD_BIND_NOW
}

TEST_F(Inspections, WhatTheLoaderLooksForFirst) {
  forget("gnutls_b");
  EXPECT_TRUE(inspected("now").refused());
  EXPECT_TRUE(begins(report_on("now"), "now does not start on this library"));
  EXPECT_EQ(inspected("now").lacks.at(0).at_start, std::vector<std::string>{"gnutls_b"});
  forget("gnutls_data");
  EXPECT_TRUE(inspected("lazy").refused());
}

TEST_F(Inspections, AVersionThatIsMissing) {
  forget_version("GNUTLS_3_6");
  EXPECT_TRUE(inspected("lazy").refused());
  EXPECT_TRUE(has(report_on("lazy"), "the version GNUTLS_3_6"));
}

TEST_F(Inspections, AProgramWithALibraryOfItsOwn) {
  std::filesystem::copy(sample("library.so"), folder_ / "x/libgnutls.so.30");
  forget("gnutls_data");
  EXPECT_EQ(inspected("lazy").own_library, folder_ / "x/libgnutls.so.30");  // by DT_RPATH, which comes first
  EXPECT_FALSE(inspected("lazy").refused());
  EXPECT_TRUE(has(report_on("lazy"), "has a path of its own"));
  EXPECT_TRUE(inspected("now").own_library.empty());
}

TEST_F(Inspections, PluginsOfThePackage) {
  forget("gnutls_b");
  std::filesystem::rename(folder_ / "now", folder_ / "plugin.so");
  std::ofstream(folder_ / "lists/other.list") << "/nonexistent\n";
  std::ofstream(folder_ / "lists/thing:amd64.list") << "/.\n"
                                                    << folder_.native() << "/lazy\n"
                                                    << folder_.native() << "/plugin.so\n";
  const Inspection found = inspected("lazy");
  EXPECT_EQ(found.package, "thing");
  EXPECT_EQ(found.beside.count, 1U);
  EXPECT_EQ(found.beside.affected, 1U);
  EXPECT_EQ(found.beside.lacks.at(0).file, folder_ / "plugin.so");
  EXPECT_FALSE(found.refused());
  EXPECT_TRUE(has(report_on("lazy"), (folder_ / "plugin.so").native() + ": gnutls_b"));
}

TEST_F(Inspections, AFileAndItsLinkAreOne) {
  forget("gnutls_b");
  std::filesystem::copy(sample("now"), folder_ / "plugin.so.1.2");
  std::filesystem::create_symlink("plugin.so.1.2", folder_ / "plugin.so.1");
  std::filesystem::create_symlink(folder_ / "lazy", folder_ / "link");
  std::ofstream(folder_ / "lists/thing.list") << "/.\n"
                                              << folder_.native() << "/link\n"
                                              << folder_.native() << "/lazy\n"
                                              << folder_.native() << "/plugin.so.1\n"
                                              << folder_.native() << "/plugin.so.1.2\n";
  const Inspection found = inspected("link");
  EXPECT_EQ(found.package, "thing");
  EXPECT_EQ(found.beside.count, 1U);
  EXPECT_EQ(found.beside.lacks.size(), 1U);
}

TEST_F(Inspections, ALibraryThatIsMissing) {
  std::filesystem::rename(folder_ / "ours", folder_ / "elsewhere");
  library_ = open_elf(folder_ / "elsewhere/libgnutls.so.30").value();
  const Inspection found = inspected("now");
  ASSERT_EQ(found.missing_libraries.size(), 1U);
  EXPECT_EQ(found.missing_libraries[0].name, "libgnutls.so.30");
  EXPECT_EQ(found.missing_libraries[0].needed_by, folder_ / "now");
  EXPECT_TRUE(found.refused() && !found.complete() && worth_a_warning(found));
  EXPECT_TRUE(begins(report_on("now"), "now does not start: the loader does not find libgnutls.so.30\n"));
  EXPECT_TRUE(has(report_on("now"), "  not found   libgnutls.so.30, which "));
}

TEST_F(Inspections, TheLoadersOwnFolders) {
  std::filesystem::rename(folder_ / "ours/libgnutls.so.30", folder_ / "default/library");
  std::filesystem::create_symlink("library", folder_ / "default/libgnutls.so.30");
  library_ = open_elf(folder_ / "default/library").value();
  EXPECT_TRUE(inspected("now").complete());
  const auto is_default = [](const char* folder, std::uint16_t machine) {
    const std::vector<Path> folders = default_folders(machine);
    return std::ranges::find(folders, folder) != folders.end();
  };
  for (const char* folder : {"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib", "/usr/lib", "/lib64"})
    EXPECT_TRUE(is_default(folder, kMachineX86_64)) << folder;
  EXPECT_TRUE(is_default("/usr/lib/aarch64-linux-gnu", kMachineAarch64));
}

TEST_F(Inspections, TokensOfSearchPaths) {
  std::filesystem::remove(folder_ / "ours/libgnutls.so.30");
  const auto found_by = [&](const std::string& search_path) {
    Loader loader("/nonexistent", {folder_ / "none"});
    return loader.load(open_elf(folder_ / "now").value(), search_path).missing.empty();
  };
  for (const char* folder : {"", "lib/x86_64-linux-gnu", "lib64", "x/x86_64"}) {
    std::filesystem::create_directories(folder_ / folder);
    std::filesystem::copy(sample("library.so"), folder_ / folder / "libgnutls.so.30");
    EXPECT_TRUE(found_by("/nonexistent:" + (folder_ / folder).native()));
    const bool here = std::string_view(folder).empty(), lib = std::string_view(folder).starts_with("lib");
    EXPECT_EQ(found_by("$ORIGIN"), here);
    EXPECT_EQ(found_by("${ORIGIN}/$LIB"), lib) << folder;
    EXPECT_EQ(found_by(folder_.native() + "/${LIB}/"), lib);
    EXPECT_EQ(found_by("$ORIGIN/x/${PLATFORM}"), !here && !lib);
    EXPECT_FALSE(found_by("$OTHER") || found_by("$") || found_by("${ORIGIN") || found_by("${}"));
    std::filesystem::remove(folder_ / folder / "libgnutls.so.30");
  }
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "$LIB$ORIGIN:";
  EXPECT_FALSE(found_by(many));
}

TEST_F(Inspections, WhatIsNoProgramForIt) {
  std::ofstream(folder_ / "script") << "#! " << folder_.native() << "/lazy -x\nmore\n";
  EXPECT_EQ(inspected("script").interpreter, folder_ / "lazy");
  EXPECT_TRUE(inspected("script").needs_gnutls);
  std::ofstream(folder_ / "second") << "#!" << folder_.native() << "/script\n";
  EXPECT_EQ(inspected("second").interpreter, folder_ / "lazy");
  std::ofstream(folder_ / "endless") << "#!" << folder_.native() << "/endless";
  EXPECT_EQ(inspected("endless").interpreter, folder_ / "endless");
  std::ofstream(folder_ / "lost") << "#!/nonexistent/x\n";
  EXPECT_TRUE(begins(report_on("lost"), "lost does not start: its interpreter /nonexistent/x: No such file"));
  EXPECT_TRUE(inspected("lost").refused());
  std::ofstream(folder_ / "text") << "nothing\n";
  EXPECT_TRUE(has(report_on("text"), "text cannot be looked at: not an ELF file"));
  std::filesystem::copy(sample("aarch64.so"), folder_ / "foreign");
  EXPECT_TRUE(has(report_on("foreign"), "another kind of processor"));
  EXPECT_TRUE(inspected("foreign").refused());  // a shell would take it for a script
  ByteVector small = bytes_of(sample("lazy"));
  small[4] = 1, small[18] = 3;  // 32 bits, for an 80386
  std::ofstream(folder_ / "small") << as_text(small);
  EXPECT_TRUE(has(report_on("small"), "small cannot be looked at: for another kind of processor"));
  EXPECT_FALSE(inspected("small").refused());  // it starts, and does not use this library
  EXPECT_TRUE(begins(report_on("nothing"), "nothing cannot be looked at: No such file or directory\n"));
  EXPECT_FALSE(inspected("ours").refused());  // a folder
}

TEST_F(Inspections, ScriptsOfEnv) {
  const std::string lazy = (folder_ / "lazy").native();
  for (const std::string& line : {lazy, " " + lazy + " -x", "-S A=b -v " + lazy + " -x", "\t" + lazy}) {
    const std::string script = "#!/usr/bin/env " + line + "\n";
    EXPECT_EQ(script_interpreter(as_bytes(script)), folder_ / "lazy") << line;
  }
  EXPECT_EQ(script_interpreter(as_bytes("#!/usr/bin/env sh\n")).filename(), "sh");
  for (const char* script : {"#!/usr/bin/env nothing-has-this-name\n", "#!/usr/bin/env", "#!/usr/bin/env -i\n"})
    EXPECT_EQ(script_interpreter(as_bytes(script)), "/usr/bin/env");
  EXPECT_EQ(script_interpreter(as_bytes("#!")), "");
}

TEST_F(Inspections, Folders) {
  forget("gnutls_data");
  const InspectionContext context{.library = library_, .library_path = (folder_ / "ours").native()};
  const Survey found = inspect_folder(folder_, context);
  EXPECT_EQ(found.count, 2U);
  EXPECT_EQ(found.lacks.size(), 2U);
  EXPECT_TRUE(has(report(found, folder_), "2 files need GnuTLS, of which 2 lack something"));
  EXPECT_EQ(inspect_folder("/nonexistent", context).count, 0U);
}

TEST_F(Inspections, ManyNamesAreSortedAndOfOtherFilesAFew) {
  Inspection found = inspected("lazy");
  Lack lack{
      .file = "/bin/other", .versions = {}, .at_start = {}, .when_called = {"a", "b", "c", "d", "e"}, .loaded_by = {}};
  found.lacks = {lack};
  EXPECT_TRUE(has(report(found, library_.path, 8), "  if called   /bin/other: a, b, c, d, e\n"));
  found.beside = {.count = 1, .affected = 1, .lacks = {lack}};
  EXPECT_TRUE(has(report(found, library_.path, 8), "  if called   /bin/other: a, b, c and 2 more\n"));
  for (const char* name : {"gnutls_b", "gnutls_a"}) forget(name);
  EXPECT_EQ(inspected("lazy").lacks.at(0).when_called, (std::vector<std::string>{"gnutls_a", "gnutls_b"}));
}

TEST_F(Inspections, ForOneUserOnly) {
  Inspection found = inspected("now");
  found.privileged_for_others = "set-uid";
  EXPECT_TRUE(begins(report(found, library_.path, 8), "now has all that it needs if this user starts it\n"));
  EXPECT_TRUE(has(report(found, library_.path, 8), "  others      for another user it is set-uid: the loader ignores"));
  found.privileged = "set-uid";
  found.needs_gnutls = false;
  EXPECT_TRUE(
      begins(report(found, library_.path, 8), "now is set-uid: the loader ignores LD_LIBRARY_PATH, and nothing"));
}

}  // namespace
}  // namespace handfast::cli
