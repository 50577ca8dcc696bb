/**
 * Levels to which names can be reduced: P group, G group, the two fields of the P group (lgx, null alleles by
 * their G group), antigens with their broad ones (S), and two fields where that is a name (U2).
 */
export const reductionLevels = ['P', 'G', 'lgx', 'S', 'U2'] as const;

/** One of `reductionLevels`. */
export type ReductionLevel = (typeof reductionLevels)[number];

/**
 * The level of what a name was reduced to. At P and G an allele that stands alone keeps its own name, and the level counts
 * its fields.
 */
export function levelOfReduced(output: string, to: ReductionLevel): string {
  if (to !== 'P' && to !== 'G') return to;
  if (!output.includes('/')) return output.endsWith(to) ? to : `${output.split(':').length}field`;
  const texts = output.split('/');
  if (texts.some((text) => text.endsWith(to))) return to;
  return `${Math.max(...texts.map((text) => text.split(':').length))}field`;
}
