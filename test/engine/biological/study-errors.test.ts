import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HlaError } from '@harmonia/hla';
import { findReference, parseTyping, serialiseTyping } from '../../../engine/biological/index.ts';
import { isHarmoniaError } from '../../../foundation/errors.ts';

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('at the edge of the study', () => {
  test.each([
    'no json',
    '{"version":2,"loci":{}}',
    '{"version":1,"loci":{"A":{"raw":"","glString":"nonsense"}}}',
  ])('a stored typing that is none is refused with the code of the study: %s', (json) => {
    const error = errorOf(() => parseTyping(json));
    expect(isHarmoniaError(error, 'hla-invalid')).toBe(true);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^a stored typing /),
      cause: expect.any(HlaError),
    });
  });

  test('a damaged reference table stops the study instead of leaving it with names alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hla-table-'));
    writeFileSync(join(folder, 'hla-table-3.58.0.json'), '{"format":"harmonia-hla-table","formatVersion":1}');
    const error = errorOf(() => findReference(folder));
    rmSync(folder, { recursive: true });
    expect(isHarmoniaError(error, 'hla-invalid')).toBe(true);
    expect(error).toMatchObject({ message: 'the HLA reference table is incomplete' });
  });

  // Stored by the program of commit 24dca41; databases hold this text.
  test('a typing stored before the package was apart is read to the same text', () => {
    const stored =
      '{"version":1,"loci":{"A":{"raw":"A*0201+A*0101","glString":"HLA-A*01:01+HLA-A*02:01"},' +
      '"B":{"raw":"B*15:XX,B7","glString":"HLA-B*15:XX+HLA-B7"},' +
      '"DRB1":{"raw":"DRB1*15:AB","glString":"HLA-DRB1*15:AB"}},"release":"3.58.0"}';
    expect(serialiseTyping(parseTyping(stored))).toBe(stored);
  });
});
