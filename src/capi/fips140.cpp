// The interface of the FIPS 140 mode, which this library does not have: its documented answers without one.
#include "capi/session.hpp"

using namespace handfast::capi;

struct gnutls_fips140_context_st {
  gnutls_fips140_operation_state_t state = GNUTLS_FIPS140_OP_INITIAL;  // nothing ever changes it
};

extern "C" {

unsigned int gnutls_fips140_mode_enabled(void) { return 0; }

void gnutls_fips140_set_mode(gnutls_fips_mode_t, unsigned) {}

int gnutls_fips140_context_init(gnutls_fips140_context_t* context) {
  if (context == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    *context = new gnutls_fips140_context_st;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_fips140_context_deinit(gnutls_fips140_context_t context) { delete context; }

gnutls_fips140_operation_state_t gnutls_fips140_get_operation_state(gnutls_fips140_context_t context) {
  return context == nullptr ? GNUTLS_FIPS140_OP_INITIAL : context->state;
}

int gnutls_fips140_push_context(gnutls_fips140_context_t) { return GNUTLS_E_INVALID_REQUEST; }

int gnutls_fips140_pop_context(void) { return GNUTLS_E_INVALID_REQUEST; }

int gnutls_fips140_run_self_tests(void) { return GNUTLS_E_SUCCESS; }

}  // extern "C"
