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
    for (const char* folder : {"x", "lists", "ours"}) std::filesystem::create_directory(folder_ / folder);
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
                                       .loader_cache = "/nonexistent"});
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
  EXPECT_EQ(found.beside_count, 1U);
  EXPECT_EQ(found.beside.at(0).file, folder_ / "plugin.so");
  EXPECT_FALSE(found.refused());
  EXPECT_TRUE(has(report_on("lazy"), (folder_ / "plugin.so").native() + ": gnutls_b"));
}

TEST_F(Inspections, WhatIsNoProgramForIt) {
  std::ofstream(folder_ / "script") << "#! " << folder_.native() << "/lazy -x\nmore\n";
  EXPECT_EQ(inspected("script").interpreter, folder_ / "lazy");
  EXPECT_TRUE(inspected("script").needs_gnutls);
  std::ofstream(folder_ / "text") << "nothing\n";
  EXPECT_TRUE(has(report_on("text"), "text cannot be looked at: not an ELF file"));
  std::filesystem::copy(sample("aarch64.so"), folder_ / "foreign");
  EXPECT_TRUE(has(report_on("foreign"), "another kind of processor"));
  EXPECT_FALSE(inspected("foreign").refused());
  EXPECT_FALSE(inspected("ours").refused());  // a folder
}

TEST_F(Inspections, Folders) {
  forget("gnutls_data");
  const InspectionContext context{.library = library_, .library_path = {}};
  const FolderInspection found = inspect_folder(folder_, context);
  EXPECT_EQ(found.count, 2U);
  EXPECT_EQ(found.lacks.size(), 2U);
  EXPECT_TRUE(has(report(found, folder_), "2 files need GnuTLS, of which 2 lack something"));
  EXPECT_EQ(inspect_folder("/nonexistent", context).count, 0U);
}

}  // namespace
}  // namespace handfast::cli
