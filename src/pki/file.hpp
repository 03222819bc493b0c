#pragma once
// Whole files, within a limit.
#include <filesystem>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::pki {

// The contents of a file, a pipe or a device. file_error: it cannot be read (the operating system's words are in
// `found`), or is larger than `limit` bytes.
Result<ByteVector> read_file(const std::filesystem::path& file, std::size_t limit);
Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t limit);  // leaves no copy behind

}  // namespace handfast::pki
