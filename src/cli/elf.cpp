#include "cli/elf.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/reader.hpp"

namespace handfast::cli {

namespace {

constexpr std::array<std::uint8_t, 4> kMagic = {0x7f, 'E', 'L', 'F'};
constexpr std::uint32_t kClass64 = 2, kLittleEndian = 1;

// p_type
constexpr std::uint64_t kLoad = 1, kDynamic = 2, kInterpreter = 3;

// d_tag
constexpr std::uint64_t kEnd = 0, kNeeded = 1, kPltRelaSize = 2, kHash = 4, kStringTable = 5, kSymbolTable = 6,
                        kRela = 7, kRelaSize = 8, kStringTableSize = 10, kSoname = 14, kRpath = 15, kPltRela = 23,
                        kBindNow = 24, kRunpath = 29, kFlags = 30, kGnuHash = 0x6ffffef5, kVersionSymbols = 0x6ffffff0,
                        kFlags1 = 0x6ffffffb, kVersionsDefined = 0x6ffffffc, kVersionsDefinedCount = 0x6ffffffd,
                        kVersionsNeeded = 0x6ffffffe, kVersionsNeededCount = 0x6fffffff;
constexpr std::uint64_t kFlagsBindNow = 8, kFlags1Now = 1;

constexpr std::size_t kProgramHeaderSize = 56, kDynamicSize = 16, kSymbolSize = 24, kRelaEntrySize = 24;
constexpr std::size_t kMaxNeeded = 1024;                         // libraries; real files name some dozens
constexpr std::uint64_t kVersionIsBase = 1, kVersionIsWeak = 2;  // vd_flags, vna_flags
constexpr std::uint16_t kVersionIndex = 0x7fff;                  // of a symbol; the bit above hides it
constexpr std::uint16_t kFirstVersion = 2;                       // below: local, and global without a version
constexpr std::uint8_t kWeakBinding = 2, kLocalBinding = 0;
constexpr std::uint8_t kLazily = 1, kAtStart = 2;

class Parser {
 public:
  explicit Parser(Bytes file) : file_(file) {}

  std::expected<ElfFile, std::string> run() {
    if (read_header() && read_segments() && read_dynamic() && read_versions_needed() && read_versions_defined() &&
        read_references())
      read_definitions();
    if (!why_.empty()) return std::unexpected(why_);
    return std::move(out_);
  }

 private:
  struct Segment {
    std::uint64_t address, offset, size;
  };
  struct Symbol {
    std::uint64_t name;
    std::uint8_t binding;
    bool defined;
  };

  bool bad(std::string_view what) {
    if (why_.empty()) why_ = what;
    return false;
  }

  // A piece of some bytes; nothing if it does not lie within them.
  static std::optional<Bytes> piece(Bytes all, std::uint64_t offset, std::uint64_t size) {
    if (offset > all.size() || size > all.size() - offset) return std::nullopt;
    return all.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
  }

  // What the file has of memory from an address on; empty if nothing.
  Bytes at(std::uint64_t address) const {
    for (const Segment& segment : segments_)
      if (address >= segment.address && address - segment.address < segment.size)
        return *piece(file_, segment.offset + (address - segment.address), segment.size - (address - segment.address));
    return {};
  }
  std::optional<Bytes> table(std::uint64_t address_tag, std::uint64_t size) {
    const auto address = dynamic_.find(address_tag);
    if (address == dynamic_.end()) return Bytes();
    return piece(at(address->second), 0, size);
  }
  std::uint64_t dynamic(std::uint64_t tag) const {
    const auto found = dynamic_.find(tag);
    return found == dynamic_.end() ? 0 : found->second;
  }

  std::string_view name(std::uint64_t offset) {
    const Bytes rest = strings_.subspan(std::min<std::size_t>(static_cast<std::size_t>(offset), strings_.size()));
    const Bytes within = rest.first(std::min(rest.size(), names_left_));
    const auto end = std::ranges::find(within, std::uint8_t{0});
    if (end == within.end()) return bad("a name without an end"), std::string_view();
    const auto size = static_cast<std::size_t>(end - within.begin());
    names_left_ -= size;
    return as_text(within.first(size));
  }

  bool read_header() {
    Reader in(file_);
    if (!equal(in.take(kMagic.size()), kMagic)) return bad("not an ELF file");
    const bool known = in.number<1>() == kClass64 && in.number<1>() == kLittleEndian;
    if (!known) return bad(in.ok() ? kForAnotherProcessor : "cut off");
    in.take(10);  // the rest of e_ident
    in.take(2);   // e_type
    out_.machine = static_cast<std::uint16_t>(in.little_endian<2>());
    in.take(12);  // e_version, e_entry
    headers_at_ = in.little_endian<8>();
    in.take(14);  // e_shoff, e_flags, e_ehsize
    header_size_ = in.little_endian<2>();
    header_count_ = in.little_endian<2>();
    return in.ok() || bad("cut off");
  }

  bool read_segments() {
    if (header_count_ > 0 && header_size_ != kProgramHeaderSize) return bad("program headers of another size");
    const auto headers = piece(file_, headers_at_, header_count_ * kProgramHeaderSize);
    if (!headers) return bad("program headers beyond the end");
    Reader in(*headers);
    while (in.left() > 0) {
      const std::uint64_t type = in.little_endian<4>();
      in.take(4);  // p_flags
      const std::uint64_t offset = in.little_endian<8>(), address = in.little_endian<8>();
      in.take(8);  // p_paddr
      const std::uint64_t size = in.little_endian<8>();
      in.take(16);  // p_memsz, p_align
      const auto contents = piece(file_, offset, size);
      if (type != kLoad && type != kDynamic && type != kInterpreter) continue;
      if (!contents) return bad("a segment beyond the end");
      if (type == kLoad) segments_.push_back({address, offset, size});
      if (type == kDynamic) dynamic_section_ = *contents, out_.dynamic = true;
      if (type == kInterpreter) out_.interpreter = as_text({contents->begin(), std::ranges::find(*contents, 0)});
    }
    return true;
  }

  bool read_dynamic() {
    std::vector<std::uint64_t> needed;
    for (Reader in(dynamic_section_); in.left() >= kDynamicSize;) {
      const std::uint64_t tag = in.little_endian<8>(), value = in.little_endian<8>();
      if (tag == kEnd) break;
      if (tag == kNeeded)
        needed.push_back(value);
      else
        dynamic_.emplace(tag, value);
      if (needed.size() > kMaxNeeded || dynamic_.size() > kMaxNeeded) return bad("too many dynamic entries");
    }
    const auto strings = table(kStringTable, dynamic(kStringTableSize));
    if (!strings) return bad("names beyond the end");
    strings_ = *strings;
    for (const std::uint64_t library : needed) out_.needed.push_back(name(library));
    if (dynamic_.contains(kSoname)) out_.soname = name(dynamic(kSoname));
    if (dynamic_.contains(kRpath)) out_.rpath = name(dynamic(kRpath));
    if (dynamic_.contains(kRunpath)) out_.runpath = name(dynamic(kRunpath));
    symbols_ = at(dynamic(kSymbolTable));
    symbol_versions_ = at(dynamic(kVersionSymbols));
    return why_.empty();
  }

  // Elf64_Verneed, and behind each its Elf64_Vernaux.
  bool read_versions_needed() {
    const Bytes all = at(dynamic(kVersionsNeeded));
    std::uint64_t offset = 0;
    for (std::uint64_t left = dynamic(kVersionsNeededCount); left > 0; --left) {
      const auto entry = piece(all, offset, 16);
      if (!entry) return bad("needed versions beyond the end");
      Reader in(*entry);
      in.take(2);  // vn_version
      const std::uint64_t count = in.little_endian<2>();
      const std::string_view library = name(in.little_endian<4>());
      const std::uint64_t first = in.little_endian<4>(), next = in.little_endian<4>();
      if (!read_needed_of(library, all, offset + first, count)) return false;
      if (next == 0) break;
      offset += next;
    }
    return why_.empty();
  }

  bool read_needed_of(std::string_view library, Bytes all, std::uint64_t offset, std::uint64_t count) {
    for (; count > 0; --count) {
      const auto entry = piece(all, offset, 16);
      if (!entry || out_.versions_needed.size() >= kMaxElfVersions) return bad("needed versions beyond the end");
      Reader in(*entry);
      in.take(4);  // vna_hash
      const bool weak = (in.little_endian<2>() & kVersionIsWeak) != 0;
      const auto index = static_cast<std::uint16_t>(in.little_endian<2>() & kVersionIndex);
      const std::string_view version = name(in.little_endian<4>());
      const std::uint64_t next = in.little_endian<4>();
      out_.versions_needed.push_back({library, version, weak});
      versions_.emplace(index, out_.versions_needed.back());
      if (next == 0) break;
      offset += next;
    }
    return why_.empty();
  }

  // Elf64_Verdef, of whose Elf64_Verdaux the first has the name.
  bool read_versions_defined() {
    const Bytes all = at(dynamic(kVersionsDefined));
    std::uint64_t offset = 0;
    for (std::uint64_t left = dynamic(kVersionsDefinedCount); left > 0; --left) {
      const auto entry = piece(all, offset, 20);
      if (!entry || out_.versions_defined.size() >= kMaxElfVersions) return bad("defined versions beyond the end");
      Reader in(*entry);
      in.take(2);  // vd_version
      const std::uint64_t flags = in.little_endian<2>();
      const auto index = static_cast<std::uint16_t>(in.little_endian<2>() & kVersionIndex);
      in.take(6);  // vd_cnt, vd_hash
      const auto named = piece(all, offset + in.little_endian<4>(), 4);
      const std::uint64_t next = in.little_endian<4>();
      if (!named) return bad("a version's name beyond the end");
      const ElfVersion version{{}, name(Reader(*named).little_endian<4>())};
      versions_.emplace(index, version);
      if ((flags & kVersionIsBase) == 0) out_.versions_defined.push_back(version);
      if (next == 0) break;
      offset += next;
    }
    return why_.empty();
  }

  std::optional<Symbol> symbol(std::size_t index) {
    const auto entry = piece(symbols_, std::uint64_t{index} * kSymbolSize, kSymbolSize);
    if (!entry) return std::nullopt;
    Reader in(*entry);
    Symbol out{};
    out.name = in.little_endian<4>();
    out.binding = static_cast<std::uint8_t>(in.number<1>() >> 4);
    in.take(1);  // st_other
    out.defined = in.little_endian<2>() != 0;
    return out;
  }

  // The version of a symbol; null: none.
  const ElfVersion* version_of(std::size_t index) const {
    const auto entry = piece(symbol_versions_, std::uint64_t{index} * 2, 2);
    if (!entry) return nullptr;
    const auto number = static_cast<std::uint16_t>(Reader(*entry).little_endian<2>() & kVersionIndex);
    const auto found = number < kFirstVersion ? versions_.end() : versions_.find(number);
    return found == versions_.end() ? nullptr : &found->second;
  }

  // Notes which symbols a table of relocations refers to.
  bool note_uses(std::uint64_t address_tag, std::uint64_t size_tag, std::uint8_t how, std::vector<std::uint8_t>& uses) {
    const auto entries = table(address_tag, dynamic(size_tag));
    if (!entries) return bad("relocations beyond the end");
    for (Reader in(*entries); in.left() >= kRelaEntrySize;) {
      in.take(8);  // r_offset
      const std::uint64_t info = in.little_endian<8>();
      in.take(8);  // r_addend
      const auto index = static_cast<std::size_t>(info >> 32);
      if (index == 0) continue;
      if (index >= kMaxElfSymbols) return bad("too many symbols");
      if (index >= uses.size()) uses.resize(index + 1);
      uses[index] = std::max(uses[index], how);
    }
    return true;
  }

  bool read_references() {
    const bool now =
        dynamic_.contains(kBindNow) || (dynamic(kFlags) & kFlagsBindNow) != 0 || (dynamic(kFlags1) & kFlags1Now) != 0;
    std::vector<std::uint8_t> uses;
    if (!note_uses(kRela, kRelaSize, kAtStart, uses)) return false;
    if (!note_uses(kPltRela, kPltRelaSize, now ? kAtStart : kLazily, uses)) return false;
    for (std::size_t index = 0; index < uses.size(); ++index) {
      if (uses[index] == 0) continue;
      const auto found = symbol(index);
      if (!found) return bad("a symbol beyond the end");
      const ElfVersion* version = version_of(index);
      const bool foreign = version != nullptr && !version->library.empty();
      if (found->defined && !foreign) continue;  // its own; a copy of a library's data is "defined", too
      out_.references.push_back({.name = name(found->name),
                                 .version = foreign ? version->name : std::string_view(),
                                 .library = foreign ? version->library : std::string_view(),
                                 .weak = found->binding == kWeakBinding,
                                 .at_start = uses[index] == kAtStart});
    }
    return why_.empty();
  }

  // How many symbols there are: only the hash tables say so.
  std::size_t symbol_count() {
    if (dynamic_.contains(kHash)) {
      Reader in(at(dynamic(kHash)));
      in.take(4);  // nbucket
      return static_cast<std::size_t>(in.little_endian<4>());
    }
    Reader in(at(dynamic(kGnuHash)));
    const std::uint64_t buckets = in.little_endian<4>(), first = in.little_endian<4>(), bloom = in.little_endian<4>();
    in.take(4);  // the filter's shift
    in.take(static_cast<std::size_t>(bloom * 8));
    std::uint64_t last = 0;
    for (std::uint64_t left = buckets; left > 0 && in.ok(); --left) last = std::max(last, in.little_endian<4>());
    if (!in.ok() || last < first) return 0;
    in.take(static_cast<std::size_t>((last - first) * 4));
    while (in.ok() && (in.little_endian<4>() & 1) == 0) ++last;  // a chain's last entry is odd
    return static_cast<std::size_t>(last) + 1;
  }

  bool read_definitions() {
    const std::size_t count = symbol_count();
    if (count > kMaxElfSymbols) return bad("too many symbols");
    for (std::size_t index = 1; index < count; ++index) {
      const auto found = symbol(index);
      if (!found) return bad("a symbol beyond the end");
      if (!found->defined || found->binding == kLocalBinding) continue;
      const ElfVersion* version = version_of(index);
      if (version != nullptr && !version->library.empty()) continue;
      out_.definitions.push_back({.name = name(found->name),
                                  .version = version == nullptr ? std::string_view() : version->name,
                                  .library = {}});
      if (!why_.empty()) return false;
    }
    return true;
  }

  Bytes file_, dynamic_section_, strings_, symbols_, symbol_versions_;
  std::uint64_t headers_at_ = 0, header_size_ = 0, header_count_ = 0;
  std::vector<Segment> segments_;
  std::map<std::uint64_t, std::uint64_t> dynamic_;  // by d_tag, but DT_NEEDED; the first of each counts
  std::map<std::uint16_t, ElfVersion> versions_;    // by the number that symbols have
  std::size_t names_left_ = kMaxElfNameBytes;
  ElfFile out_;
  std::string why_;
};

}  // namespace

bool looks_like_elf(Bytes file) { return file.size() >= kMagic.size() && equal(file.first(kMagic.size()), kMagic); }

std::uint16_t machine_of(Bytes file) {
  if (!looks_like_elf(file)) return 0;
  Reader in(file);
  in.take(18);  // e_ident, e_type
  return static_cast<std::uint16_t>(in.little_endian<2>());
}

std::expected<ElfFile, std::string> read_elf(Bytes file) { return Parser(file).run(); }

bool ElfFile::defines(std::string_view name, std::string_view version) const {
  return std::ranges::any_of(definitions, [&](const ElfSymbol& symbol) {
    return symbol.name == name && (version.empty() || symbol.version == version);
  });
}

bool ElfFile::needs(std::string_view library) const {
  return std::ranges::find(needed, library) != needed.end() ||
         std::ranges::any_of(versions_needed, [&](const ElfVersion& version) { return version.library == library; });
}

}  // namespace handfast::cli
