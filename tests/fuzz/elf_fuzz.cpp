// ELF files and loader caches: what reads holds views into the input only, and says the same twice.
#include <cstdlib>

#include "cli/elf_loading.hpp"
#include "cli/inspection.hpp"

using namespace handfast;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

bool same(const cli::ElfSymbol& a, const cli::ElfSymbol& b) {
  return a.name == b.name && a.version == b.version && a.library == b.library && a.weak == b.weak &&
         a.at_start == b.at_start;
}

void check_elf(Bytes input) {
  const auto elf = cli::read_elf(input);
  if (!elf) return expect(!elf.error().empty());
  expect(cli::looks_like_elf(input));
  expect(elf->versions_needed.size() <= cli::kMaxElfVersions && elf->versions_defined.size() <= cli::kMaxElfVersions);
  expect(elf->references.size() <= cli::kMaxElfSymbols && elf->definitions.size() <= cli::kMaxElfSymbols);
  std::size_t bytes = 0;
  for (const cli::ElfSymbol& symbol : elf->references) bytes += symbol.name.size();
  for (const cli::ElfSymbol& symbol : elf->definitions) bytes += symbol.name.size();
  for (const std::string_view library : elf->needed) expect(elf->needs(library)), bytes += library.size();
  expect(bytes <= cli::kMaxElfNameBytes);
  const auto again = cli::read_elf(input);
  expect(again && std::ranges::equal(again->references, elf->references, same));
  const cli::Lack lack = cli::lack_of({.path = "input", .file = nullptr, .elf = *elf}, *elf, false);
  expect(lack.any() || !lack.fatal());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  check_elf(input);
  std::size_t paths = 0;
  for (const auto& [name, path] : cli::read_loader_cache(input)) paths += name.size() <= size && path.size() <= size;
  expect(paths <= size);
  return 0;
}
