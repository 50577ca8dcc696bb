#!/usr/bin/env bash
# canonicalize 5.1.0 (npm, RFC 8785): the command line decodes standard input piece by piece. A character of several bytes
# that lies across the border of two pieces (64 KiB of a pipe) becomes replacement characters. The canonical text, and
# every hash made of it, then differs from what the library function gives for the same JSON. An outsider who recomputes
# the hash of a long declaration should call the function.
# Seen 2026-11-30 on Node 20 and 24. Exits non-zero when function and command line agree.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit canonicalize@5.1.0
node -e 'process.stdout.write(JSON.stringify("xx" + "é".repeat(200000)))' > input.json
cat input.json | npx --no-install canonicalize > by-command.json
node --input-type=module -e '
  import { readFileSync } from "node:fs";
  import canonicalize from "canonicalize";
  process.stdout.write(canonicalize(JSON.parse(readFileSync("input.json", "utf8"))));
' > by-function.json
echo "canonicalize $(node -p 'require("./node_modules/canonicalize/package.json").version'), Node $(node --version)"
echo "by the function: $(tr -d '\n' < by-function.json | sha256sum | cut -c1-16)"
echo "by the command:  $(tr -d '\n' < by-command.json | sha256sum | cut -c1-16)"
if cmp -s <(tr -d '\n' < by-function.json) <(tr -d '\n' < by-command.json); then
  echo 'both agree: the behaviour has changed'
  exit 1
fi
echo 'they differ'
