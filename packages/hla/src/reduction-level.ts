/**
 * Levels to which names can be reduced: P group, G group, the two fields of the P group (lgx, null alleles by
 * their G group), antigens with their broad ones (S), and two fields where that is a name (U2).
 */
export const reductionLevels = ['P', 'G', 'lgx', 'S', 'U2'] as const;

export type ReductionLevel = (typeof reductionLevels)[number];
