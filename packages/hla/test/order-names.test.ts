import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byNumber, sortNames } from '../src/order-names.ts';

const field = fc.oneof(
  fc.constantFrom('01', '02', '09', '10', '11', '99', '100', '101', '1000'),
  fc.integer({ min: 1, max: 1500 }).map((number) => String(number).padStart(2, '0')),
);
const plain = fc
  .tuple(fc.array(field, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '', ...'NLSCAQPG'))
  .map(([fields, letter]) => fields.join(':') + letter);

test.each(['A*', 'HLA-DRB1*'])('names of %s are sorted as by their numbers', (gene) =>
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 30 }), (names) => {
      const texts = [...new Set(names)].map((name) => gene + name);
      expect(sortNames([...texts])).toEqual(texts.toSorted(byNumber));
    }),
  ),
);

test.each([
  [['B8', 'B71(70)', 'B7', 'B15(10)', 'B5102(51)']],
  [['A*02:01/A*02:06', 'A*02:01', 'A*02:01:01/A*03:01', 'A*02:01+A*03:01']],
  [['DRB4*01:01', 'DRB3*02:02', 'DRB3*02:02N']],
  [['A*02:NEW', 'A*02:XX', 'A*02:01', 'A*02:01g', 'A*02:AB']],
  [['A*02:01', 'A2', 'a*01:01']],
])('other texts too: %j', (texts) => expect(sortNames([...texts])).toEqual(texts.toSorted(byNumber)));
