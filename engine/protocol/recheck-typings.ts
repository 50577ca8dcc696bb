import {
  compareHla,
  type HlaReference,
  type HlaTyping,
  methodVersionOf,
  rereadTyping,
} from '../biological/index.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { hlaMethodOf } from './hla-method-of-cohort.ts';
import { readable, typingOf } from './readable.ts';

/** A person whose stored typing reads otherwise today, by pseudonym; no allele of theirs is named. */
export interface ReadOtherwise {
  participant: string;
  genes: { locus: string; change: 'names' | 'reading'; codes: readonly string[] }[];
}

/** What the HLA table in use changes in a cohort. */
export interface CohortRecheck {
  cohort: string;
  /** False when the cohort is scored, or will be as it declared before typings were brought up to the table in use. */
  open: boolean;
  /** Typings that are stored and can be read. */
  typings: number;
  changed: ReadOtherwise[];
  /** Pairs of people whose score is another one than that of the stored names, and the largest difference in points. */
  pairs: number;
  largest: number;
}

/** Compares the stored typings of a cohort with what today's table and reader make of them. Changes nothing. */
export async function recheckTypings(
  uow: UnitOfWork,
  cohort: Cohort,
  hla: HlaReference,
): Promise<CohortRecheck> {
  const typings: { code: string; typing: HlaTyping }[] = [];
  for (const { userId, code, status } of await uow.participants.ofCohort(cohort.id)) {
    if (status === 'withdrawn') continue;
    const typing = (await readable(() => typingOf(uow, userId)))?.value;
    if (typing) typings.push({ code, typing });
  }
  const rereadings = new Map(
    typings.map(({ code, typing }) => [code, rereadTyping(typing, { reference: hla })]),
  );
  const isOpen =
    cohort.status === 'open' ||
    (cohort.status === 'frozen' && (await hlaMethodOf(uow, hla, cohort.id)) === methodVersionOf(hla));
  const renamed = typings.filter(({ code }) =>
    rereadings.get(code)!.some(({ change }) => change === 'names'),
  );
  return {
    cohort: cohort.name,
    open: isOpen,
    typings: typings.length,
    changed: typings.flatMap(({ code }) => {
      const genes = rereadings.get(code)!;
      return genes.length === 0 ? [] : [{ participant: code, genes }];
    }),
    ...(isOpen ? moves(renamed, typings, hla) : { pairs: 0, largest: 0 }),
  };
}

function moves(
  renamed: readonly { code: string; typing: HlaTyping }[],
  all: readonly { code: string; typing: HlaTyping }[],
  hla: HlaReference,
): { pairs: number; largest: number } {
  let [pairs, largest] = [0, 0];
  const isRenamed = new Set(renamed.map(({ code }) => code));
  for (const one of renamed) {
    for (const other of all) {
      // A pair of two renamed people is met twice.
      if (other.code === one.code || (isRenamed.has(other.code) && other.code < one.code)) continue;
      const before = compareHla(one.typing, other.typing, hla, { names: 'as-read' }).score;
      const after = compareHla(one.typing, other.typing, hla).score;
      const difference = Math.abs((before ?? 0) - (after ?? 0));
      if (before === after || difference < 1e-9) continue;
      pairs++;
      largest = Math.max(largest, difference);
    }
  }
  return { pairs, largest };
}
