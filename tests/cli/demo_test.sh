#!/usr/bin/env bash
# The demonstration says itself whether each part ended as it should.
set -euo pipefail
exec "$(dirname "$0")/../../scripts/demo.sh"
