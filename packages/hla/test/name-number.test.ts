import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexNames } from '../src/reference/name-index.ts';
import {
  nameOfNumber,
  noName,
  numberOfMember,
  numberOfName,
  numberSteps,
} from '../src/reference/name-number.ts';

const numberOf = (name: string): number => numberOfName(name, 0, name.length);

const field = (largest: number) =>
  fc.integer({ min: 1, max: largest }).map((number) => String(number).padStart(2, '0'));
const name = fc
  .tuple(
    field(9999),
    field(9999),
    fc.option(field(9999)),
    fc.option(field(999)),
    fc.constantFrom('', ...'NLSCAQ'),
  )
  .map(([first, second, third, fourth, suffix]) => ({
    protein: `${first}:${second}`,
    rest: (third === null ? '' : `:${third}${fourth === null ? '' : `:${fourth}`}`) + suffix,
  }));

describe('the number of a name', () => {
  test('gives the name back, also from that of its protein, and is exact', () =>
    fc.assert(
      fc.property(name, ({ protein, rest }) => {
        const number = numberOf(protein + rest);
        expect(Number.isSafeInteger(number)).toBe(true);
        expect(nameOfNumber(number)).toBe(protein + rest);
        expect(numberOfMember(numberOf(protein), `|${rest},`, 1, 1 + rest.length)).toBe(number);
        expect(number - (number % numberSteps.second)).toBe(numberOf(protein));
      }),
    ));

  test('is in the order of a release', () => {
    const names = '01:01 01:01N 01:01:01 01:01:01:01 01:01:01:02N 01:01:02 01:02 01:100 02:01 104:01'.split(
      ' ',
    );
    expect(names.toSorted((one, other) => numberOf(one) - numberOf(other))).toEqual(names);
    expect(new Set(names.map(numberOf)).size).toBe(names.length);
  });

  test.each(['', '1:01', '01:1', '001:01', '01:001', '00:01', '01:00', '01:', ':01', '01::01', '01:01x'])(
    'is none for %j',
    (text) => expect(numberOf(text)).toBe(noName),
  );

  test.each(['01:01NN', '01:01N:01', '01:01:01:01:01', '01:01:01:1000', '10000:01', '01:01 ', '01:01P'])(
    'is none for %j',
    (text) => expect(numberOf(text)).toBe(noName),
  );
});

test('an index holds every allele and its beginnings once, however the release orders them', () => {
  const lines = ['24:09|0||0|N', '01:01|0||0|:01:01,:01:02N,:02', '24:03|0||0|:01,:02Q', '02:01|0||0|'];
  const names = indexNames(lines);
  expect([...names.numbers].map(nameOfNumber)).toEqual(
    (
      '01:01 01:01:01 01:01:01:01 01:01:01:02 01:01:01:02N 01:01:02 02:01 24:03 24:03:01 24:03:02 24:03:02Q ' +
      '24:09 24:09N'
    ).split(' '),
  );
  const suffixes = (text: string) => [...names.suffixesAt(names.rowOf(numberOf(text)))];
  expect([suffixes('01:01'), suffixes('01:01:01:02'), suffixes('24:03'), suffixes('24:09')]).toEqual([
    ['', 'N'],
    ['N'],
    ['', 'Q'],
    ['N'],
  ]);
  expect(names.rowOf(numberOf('01:03'))).toBe(-1);
  expect(
    [...names.numbers].every((number, row) =>
      lines[names.proteins[row]!]!.startsWith(nameOfNumber(number).slice(0, 5)),
    ),
  ).toBe(true);
});
