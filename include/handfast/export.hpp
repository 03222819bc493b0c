#pragma once
// What libhandfast.so shows; everything else in it is hidden.
#define HANDFAST_API __attribute__((visibility("default")))
