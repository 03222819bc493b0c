#!/usr/bin/env bash
# Makes, below build/docs: man pages from the public C headers' comments (man), the manual as handfast.info and
# handfast.html, and the reference of both APIs (html).
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
mkdir -p build/docs
scripts/man_pages.py build/docs/man
scripts/manual.sh makeinfo build/docs
doxygen - <<'EOT'
PROJECT_NAME = Handfast
OUTPUT_DIRECTORY = build/docs
INPUT = README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md docs include
USE_MDFILE_AS_MAINPAGE = README.md
RECURSIVE = YES
FILE_PATTERNS = *.h *.hpp *.md
STRIP_FROM_PATH = .
STRIP_FROM_INC_PATH = include
EXTRACT_ALL = YES
JAVADOC_AUTOBRIEF = YES
GENERATE_LATEX = NO
HAVE_DOT = NO
QUIET = YES
WARN_IF_UNDOCUMENTED = NO
ALIASES = "errors=@par Errors:^^"
EOT
echo "docs: build/docs/html/index.html, build/docs/handfast.html, man -M build/docs/man gnutls_handshake"
