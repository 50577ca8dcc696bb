const centralEntry = 0x02014b50;
const endOfCentral = 0x06054b50;
/** Length of the end of the central directory; the files that are written here have no comment after it. */
const endLength = 22;

/**
 * Sets the time of every entry of a zip file, in place: year to second in UTC, in the form of MS-DOS (APPNOTE.TXT 4.4.6,
 * steps of two seconds, not before 1980). Libraries write the time of the call, so that equal contents would differ.
 */
export function setZipTimes(zip: Buffer, date: Date): Buffer {
  const end = zip.length - endLength;
  if (end < 0 || zip.readUInt32LE(end) !== endOfCentral)
    throw new RangeError('not a zip file without a comment');
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day =
    (Math.max(0, date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  let at = zip.readUInt32LE(end + 16);
  for (let entry = zip.readUInt16LE(end + 10); entry > 0; entry--) {
    if (zip.readUInt32LE(at) !== centralEntry)
      throw new RangeError('the central directory of a zip file is damaged');
    const local = zip.readUInt32LE(at + 42);
    for (const place of [at + 12, local + 10]) {
      zip.writeUInt16LE(time, place);
      zip.writeUInt16LE(day, place + 2);
    }
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
}
