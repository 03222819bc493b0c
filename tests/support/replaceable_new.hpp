#pragma once
// Whether a test program may bring its own operator new: clang's ThreadSanitizer brings one, and no program may have two.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HANDFAST_REPLACEABLE_NEW 0
#endif
#endif
#ifndef HANDFAST_REPLACEABLE_NEW
#define HANDFAST_REPLACEABLE_NEW 1
#endif
