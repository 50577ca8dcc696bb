import { createHash, randomInt } from 'node:crypto';

// Codes are read aloud and written on tubes. So 0/O, 1/I/L, 5/S are left out, and vowels, with which words could
// appear.
const alphabet = '234679BCDFGHJKMNPQRTVWXYZ';

/** A random string that is easy to read; `length` symbols of 4.64 bits. */
export const randomCode = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** An invite: 16 symbols, 74 bits, fits Telegram's 64-character start payload. */
export const newInviteCode = (): string => randomCode(16);

/** Only the hash of an invite is stored, so that a reader of the database cannot use an open invite. */
export const hashInviteCode = (code: string): string => createHash('sha256').update(code).digest('hex');

/** A kit code such as K7F3-9QRT-B: K, seven random symbols, and a check symbol that detects writing errors. */
export function newKitCode(): string {
  const body = `K${randomCode(7)}`;
  return `${body.slice(0, 4)}-${body.slice(4)}-${checkSymbol(body)}`;
}

/** The stored form of a code, from any case and separators; undefined when a symbol is wrong. */
export function parseKitCode(written: string): string | undefined {
  const symbols = written.toUpperCase().replace(/[\s\-_.]/g, '');
  if (!/^K[234679BCDFGHJKMNPQRTVWXYZ]{8}$/.test(symbols)) return undefined;
  const body = symbols.slice(0, 8);
  return symbols[8] === checkSymbol(body) ? `${body.slice(0, 4)}-${body.slice(4)}-${symbols[8]}` : undefined;
}

// The weighted sum of all nine symbols is 0 modulo 25. No weight shares a factor with 25, so a change of one symbol
// changes the sum. Neighbouring weights, with the 11 of the check symbol, differ by 1 or 2, so an exchange of two
// neighbours changes it too.
const weights = [1, 2, 3, 4, 6, 7, 8, 9];
/** Minus the inverse of 11, the check symbol's own weight, modulo 25. */
const checkFactor = 9;

function checkSymbol(body: string): string {
  const sum = [...body].reduce(
    (total, symbol, index) => total + alphabet.indexOf(symbol) * weights[index]!,
    0,
  );
  return alphabet[(sum * checkFactor) % alphabet.length]!;
}
