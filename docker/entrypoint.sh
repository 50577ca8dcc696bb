#!/bin/sh
# Starts as root only to hand the mounted volume to the user harmonia, then gives root up for good.
set -eu
: "${DATA_DIR:=/app/data}"

if [ "$(id -u)" -eq 0 ]; then
  mkdir -p "$DATA_DIR"
  # A new volume belongs to root, and so does what a restored backup wrote. The program itself says in one line
  # which folder it cannot write, so a failure here is left to it.
  find "$DATA_DIR" ! -user harmonia -exec chown -h harmonia:harmonia {} + || true
  exec setpriv --reuid harmonia --regid harmonia --init-groups --no-new-privs -- "$@"
fi
exec "$@"
