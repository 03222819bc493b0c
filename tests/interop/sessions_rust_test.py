#!/usr/bin/env python3
"""What sessions_test.py does, with the peers that take minutes to build."""

import sys

import sessions
import sessions_test

if __name__ == "__main__":
    sys.exit(sessions_test.main(sessions.SLOW_PEERS))
