import { builtinReference } from './compare.ts';
import { createPairEncoder, type EncodedTyping, scoreEncoded } from './pair-tables.ts';
import type { HlaReference } from './reference/reference.ts';
import type { HlaTyping } from './typing.ts';

/** Scores many pairs of fully resolved typings; the same numbers as `compareHla`, about a thousand times faster. */
export interface PairScorer {
  /** Undefined for a typing that is ambiguous or lacks a gene: such pairs need `compareHla`, or `compareGene` once. */
  encode(typing: HlaTyping): EncodedTyping | undefined;
  /** Dissimilarity, 0–100, of two people whose typings were encoded by this scorer. */
  score(one: EncodedTyping, other: EncodedTyping): number;
}

const nothing = new Float64Array();

/** A scorer with its own matrices, which grow with the number of different grooves encoded. */
export function createPairScorer(reference: HlaReference = builtinReference()): PairScorer {
  const encoder = createPairEncoder(reference);
  const genes = () => encoder.tables().map((table) => ({ ...table, lists: 0, compared: nothing }));
  let tables = genes();
  const pair = new Int32Array(18);
  return {
    encode(typing) {
      const encoded = encoder.encode(typing);
      tables = genes();
      return [0, 3, 6].every((at) => encoded[at]! >= 0) ? encoded : undefined;
    },
    score(one, other) {
      pair.set(one);
      pair.set(other, one.length);
      return scoreEncoded(tables, pair, 0, one.length);
    },
  };
}
