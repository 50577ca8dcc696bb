import { type Zippable, zipSync } from 'fflate';

/**
 * A ZIP archive of these files, by path with forward slashes. The same files give the same bytes: entries are sorted by path
 * and carry the first date that the format knows, of 1 January 1980, instead of a time.
 */
export function zipArchive(files: ReadonlyMap<string, string>): Buffer {
  // The format stores local time, and fflate reads local parts of the date.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const path of [...files.keys()].toSorted())
    entries[path] = [Buffer.from(files.get(path)!, 'utf8'), { mtime, level: 9 }];
  return Buffer.from(zipSync(entries));
}
