import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  hashInviteCode,
  newInviteCode,
  newKitCode,
  parseKitCode,
  randomCode,
} from '../../../engine/protocol/codes.ts';

const alphabet = '234679BCDFGHJKMNPQRTVWXYZ';
const kits = Array.from({ length: 60 }, newKitCode);

describe('a kit code', () => {
  test('is read in any case and with any separators', () => {
    for (const kit of kits) {
      expect(kit).toMatch(/^K[2-9A-Z]{3}-[2-9A-Z]{4}-[2-9A-Z]$/);
      for (const written of [
        kit,
        kit.toLowerCase(),
        kit.replaceAll('-', ''),
        ` ${kit.replaceAll('-', ' ')} `,
      ])
        expect(parseKitCode(written)).toBe(kit);
    }
  });

  test('with one wrong symbol is refused', () => {
    for (const kit of kits)
      for (let place = 0; place < kit.length; place++) {
        if (kit[place] === '-') continue;
        for (const symbol of alphabet) {
          if (symbol === kit[place]) continue;
          expect(parseKitCode(kit.slice(0, place) + symbol + kit.slice(place + 1))).toBeUndefined();
        }
      }
  });

  test('with two neighbours exchanged is refused, the check symbol included', () => {
    let swaps = 0;
    for (const kit of Array.from({ length: 500 }, newKitCode)) {
      const symbols = kit.replaceAll('-', '');
      for (let place = 0; place + 1 < symbols.length; place++) {
        const [one, other] = [symbols[place]!, symbols[place + 1]!];
        if (one === other) continue;
        swaps++;
        expect(
          parseKitCode(symbols.slice(0, place) + other + one + symbols.slice(place + 2)),
        ).toBeUndefined();
      }
    }
    expect(swaps).toBeGreaterThan(3000);
  });

  test('has no easily confused symbols, and its stored form is read as itself', () => {
    expect([...alphabet].filter((symbol) => '01OIL5S8AEU'.includes(symbol))).toEqual([]);
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        const parsed = parseKitCode(text);
        return parsed === undefined || parseKitCode(parsed) === parsed;
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('an invite', () => {
  test('fits a start link, differs each time and is stored as a hash', () => {
    const codes = Array.from({ length: 200 }, newInviteCode);
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[2-9A-Z]{16}$/);
    expect(hashInviteCode(codes[0]!)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashInviteCode(codes[0]!)).not.toBe(hashInviteCode(codes[1]!));
  });

  test('is drawn from every symbol of the alphabet', () => {
    expect([...new Set(randomCode(4000))].toSorted().join('')).toBe([...alphabet].toSorted().join(''));
  });
});
