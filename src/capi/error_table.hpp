#pragma once
// What the interface says about each error number: its name, its text, whether it ends a session, the alert that goes
// with it. All of it is part of the interface: programs compare the numbers and search for the texts.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct ErrorEntry {
  int number;
  const char* name;
  const char* text;
  bool fatal = true;
  gnutls_alert_description_t alert = GNUTLS_A_INTERNAL_ERROR;
  gnutls_alert_level_t level = GNUTLS_AL_FATAL;
};

// All entries, from 0 downwards.
std::span<const ErrorEntry> error_table();

// The entry of a number, null for an unknown one.
const ErrorEntry* find_error(int number);

}  // namespace handfast::capi
