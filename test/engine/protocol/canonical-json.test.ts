import { describe, expect, test } from '@jest/globals';
import { canonicalJson, sortedJson } from '../../../engine/protocol/canonical-json.ts';

/** The double with these 64 bits, as the RFC's appendix B names its samples. */
const double = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();
const refused = expect.objectContaining({ code: 'bad-request' });

describe('canonical JSON is that of RFC 8785', () => {
  test('in the example of section 3.2.2, with members sorted as in section 3.2.3', () => {
    const sample = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(sample))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('in the order of names by UTF-16 code units, not by code points and not by value', () => {
    const sample = String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const written = canonicalJson(JSON.parse(sample));
    expect([...written.matchAll(/:"([^"]+)"/g)].map(([, value]) => value)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson({ 9: 'nine', 10: 'ten', 1: { 2: 0, 11: 0 } })).toBe(
      '{"1":{"11":0,"2":0},"10":"ten","9":"nine"}',
    );
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('in the number with the bits %s of appendix B', (bits, written) => {
    expect(canonicalJson(double(bits))).toBe(written);
    expect(canonicalJson({ number: [double(bits)] })).toBe(`{"number":[${written}]}`);
  });

  test('which holds no NaN, no infinity, no lone surrogate and not nothing', () => {
    for (const value of [double('7fffffffffffffff'), double('7ff0000000000000'), Number.NEGATIVE_INFINITY])
      for (const content of [value, [value], { a: { b: value } }])
        expect(() => canonicalJson(content)).toThrow(refused);
    for (const content of ['\ud83d', ['a\ude00'], { a: '\ud800\ud800' }, { '\udead': 1 }])
      expect(() => canonicalJson(content)).toThrow(refused);
    expect(() => canonicalJson(undefined)).toThrow(refused);
    expect(canonicalJson(['\ud83d\ude00', 'é', 'e\u0301'])).toBe('["\ud83d\ude00","é","e\u0301"]');
  });

  test('and is read back as the same content, whose numbers are doubles', () => {
    // A whole number beyond 2^53 is rounded when the text is read, before anything is hashed.
    const read: unknown = JSON.parse('{"b":9007199254740993,"a":-0}');
    expect(canonicalJson(read)).toBe('{"a":0,"b":9007199254740992}');
    expect(canonicalJson(JSON.parse(canonicalJson(read)))).toBe(canonicalJson(read));
  });
});

describe('the form of before', () => {
  test('gives the same bytes for what the study seals and declares', () => {
    const content = {
      phase: 'personality',
      snapshot: { instrument: 'piip-7-1', answers: { 'pride-1': 4, 'envy-2': 1, gluttony: 5 } },
      weights: { visual: 40, personality: 30.5, biological: 29.5 },
      text: 'Iñés "\u0007" €\u2028',
      none: null,
    };
    expect(sortedJson(content)).toBe(canonicalJson(content));
  });

  test('puts names that are whole numbers first, by value', () => {
    expect(sortedJson({ a: 1, 10: 'ten', 9: 'nine' })).toBe('{"9":"nine","10":"ten","a":1}');
  });
});
