#!/bin/sh
# Starts as root only to make the user harmonia the owner of the mounted volume. The program then runs without root.
set -eu
: "${DATA_DIR:=/app/data}"

if [ "$(id -u)" -eq 0 ]; then
  mkdir -p "$DATA_DIR"
  # A new volume belongs to root, and so do the files of a restored backup. A failure here is ignored, since the program
  # names in one line the folder that it cannot write.
  find "$DATA_DIR" ! -user harmonia -exec chown -h harmonia:harmonia {} + || true
  exec setpriv --reuid harmonia --regid harmonia --init-groups --no-new-privs -- "$@"
fi
exec "$@"
