import { antigensOverlap } from './antigen.ts';
import type { ScoredLocus } from './locus.ts';
import type { GrooveId, HlaReference } from './reference/reference.ts';
import type { GenotypeCopy, Variant } from './genotype-copy.ts';

/** Largest divergence between common alleles of each gene; a distance beyond it counts as it does. */
export const divergenceScale: Readonly<Record<ScoredLocus, number>> = { A: 13.9, B: 16.4, DRB1: 20.3 };

/** Share of plain difference in the score of a gene when sequences are known; the rest is divergence. */
export const differenceShare = 0.5;

/** One gene of two people. Terms run from 0 (nothing differs) to 1. */
export interface LocusTerms {
  readonly point: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Shared alleles, 0 to 2 (fractional when uncertain). */
  readonly shared: number;
  /** Chance that a child of the two would have two different alleles. */
  readonly heterozygosity: number;
  /** Mean Grantham distance over the four combinations; undefined without sequences. */
  readonly divergence: number | undefined;
}

interface Cell {
  readonly difference: number;
  readonly divergence: number | undefined;
  readonly term: number;
}

/** How two grooves of a gene are compared. */
export interface Metric {
  readonly locus: ScoredLocus;
  divergence(one: GrooveId, other: GrooveId): number | undefined;
  /** From 0 for equal grooves to 1. */
  term(one: GrooveId, other: GrooveId): number;
}

/** The metric of a gene: difference alone, or mixed with divergence where the reference holds sequences. */
export function createMetric(locus: ScoredLocus, reference: HlaReference): Metric {
  const scale = divergenceScale[locus];
  const divergence = (one: GrooveId, other: GrooveId): number | undefined =>
    reference.divergence(locus, one, other);
  return {
    locus,
    divergence,
    term(one, other) {
      if (one === other) return 0;
      const distance = divergence(one, other);
      if (distance === undefined) return 1;
      return differenceShare + (1 - differenceShare) * Math.min(1, distance / scale);
    },
  };
}

/** Point value and average over the possibilities of both people; the interval comes from `boundTerms`. */
export function averageTerms(
  mine: readonly Variant[],
  yours: readonly Variant[],
  metric: Metric,
): Omit<LocusTerms, 'low' | 'high'> {
  let [point, expected, shared, heterozygosity, divergence] = [0, 0, 0, 0, 0];
  let known = true;
  for (const one of mine) {
    for (const other of yours) {
      const weight = one.weight * other.weight;
      if (weight === 0) continue;
      const grid = gridOf(one, other, metric);
      point += weight * mean(grid.map(({ presumed }) => presumed.term));
      expected += weight * mean(grid.map(({ average }) => average.term));
      heterozygosity += weight * mean(grid.map(({ presumed }) => presumed.difference));
      shared += weight * sharedOf(grid.map(({ presumed }) => presumed.difference));
      for (const { presumed } of grid) {
        if (presumed.divergence === undefined) known = false;
        else divergence += (weight * presumed.divergence) / grid.length;
      }
    }
  }
  return { point, expected, shared, heterozygosity, divergence: known ? divergence : undefined };
}

function gridOf(one: Variant, other: Variant, metric: Metric): { presumed: Cell; average: Cell }[] {
  const [a, b = a] = one.copies;
  const [c, d = c] = other.copies;
  return [[a, c] as const, [a, d] as const, [b, c] as const, [b, d] as const].map(([x, y]) => {
    const average = averageCell(x, y, metric);
    const alike = (x.low || y.low) && overlap(x, y, metric.locus);
    const nothing = { difference: 0, divergence: average.divergence === undefined ? undefined : 0, term: 0 };
    return { presumed: alike ? nothing : average, average };
  });
}

/** Two copies seen at the lower of their resolutions are alike when they may be the same. */
function overlap(x: GenotypeCopy, y: GenotypeCopy, locus: ScoredLocus): boolean {
  if (x.novel || y.novel) return false;
  if (x.antigen !== undefined && y.antigen !== undefined) return antigensOverlap(locus, x.antigen, y.antigen);
  return intersects(x, y);
}

/** True when some groove, listed or not, is allowed by both. */
export function intersects(x: GenotypeCopy, y: GenotypeCopy): boolean {
  if (x.open.some((first) => y.open.includes(first))) return true;
  let [i, j] = [0, 0];
  while (i < x.grooves.length && j < y.grooves.length) {
    const difference = (x.grooves[i] ?? 0) - (y.grooves[j] ?? 0);
    if (difference === 0) return true;
    if (difference < 0) i++;
    else j++;
  }
  return false;
}

function averageCell(x: GenotypeCopy, y: GenotypeCopy, metric: Metric): Cell {
  const alwaysDiffers = x.novel || y.novel;
  // The release holds no allele of that name: it is presumed to differ, and the interval allows everything.
  if (x.likely.length === 0 || y.likely.length === 0)
    return { difference: 1, divergence: undefined, term: 1 };
  let [difference, divergence, term] = [0, 0, 0];
  let known = true;
  for (const one of x.likely) {
    for (const other of y.likely) {
      const distance = metric.divergence(one, other);
      if (distance === undefined) known = false;
      else divergence += distance;
      difference += one === other && !alwaysDiffers ? 0 : 1;
      term += one === other && alwaysDiffers ? (known ? differenceShare : 1) : metric.term(one, other);
    }
  }
  const pairs = x.likely.length * y.likely.length;
  return {
    difference: difference / pairs,
    divergence: known ? divergence / pairs : undefined,
    term: term / pairs,
  };
}

/** Size of the multiset intersection, from the four differences (11, 12, 21, 22). */
function sharedOf([d11 = 1, d12 = 1, d21 = 1, d22 = 1]: readonly number[]): number {
  return Math.max(2 - d11 - d22, 2 - d12 - d21);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
