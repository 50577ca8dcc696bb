#!/bin/sh
# The backup service of compose.yaml: a dump and an archive each day at 03:00 UTC, those of 14 days are kept. With the
# argument `once` it makes one and ends. A backup that did not succeed leaves no file with a final name.
set -eu
umask 077
: "${DATA:=/data}" "${BACKUPS:=/backups}"

backup() {
  day=$(date -u +%Y-%m-%d)
  pg_dump --format=custom --file="$BACKUPS/part.dump"
  # A study with the built-in pack has no folder packs.
  folders=
  for folder in uploads reports packs; do
    if [ -d "$DATA/$folder" ]; then folders="$folders $folder"; fi
  done
  tar -C "$DATA" -czf "$BACKUPS/part.tgz" $folders
  mv "$BACKUPS/part.dump" "$BACKUPS/harmonia-$day.dump"
  mv "$BACKUPS/part.tgz" "$BACKUPS/harmonia-$day.tgz"
  find "$BACKUPS" -name 'harmonia-*' -mtime +14 -delete
  echo "backup of $day made"
}

if [ "${1:-}" = once ]; then
  backup
  exit 0
fi
while :; do
  sleep $((86400 - ($(date -u +%s) - 10800) % 86400))
  backup || echo "the backup failed; the next one is tried in a day" >&2
done
