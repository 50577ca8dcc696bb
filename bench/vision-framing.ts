import { loadPrior } from '../engine/visual/prior.ts';
import { correlation, percentileMove, quantile } from '../test/support/photo-changes.ts';
import { type ByVersion, versions } from './vision-photos.ts';

/**
 * What the shape and the framing of a photo do to the descriptions of portraits and, through the shipped prior, to the
 * percentile that a participant without ratings gives them, for both versions of the description.
 */
export async function printFraming(described: ByVersion): Promise<void> {
  const prior = await loadPrior();
  for (const version of versions) {
    const portraits = described[version];
    for (const change of Object.keys(portraits[0]!.changed)) {
      const found = portraits.flatMap(({ sex, whole, changed }) => {
        const other = changed[change];
        return other === undefined
          ? []
          : [{ r: correlation(whole, other), moved: percentileMove(prior, sex, whole, other) }];
      });
      const rs = found.map(({ r }) => r);
      const moves = found.map(({ moved }) => moved);
      console.log(
        `description ${version}, ${change}: r median ${quantile(rs, 0.5).toFixed(4)}, 10th percentile ` +
          `${quantile(rs, 0.1).toFixed(4)}, smallest ${quantile(rs, 0).toFixed(4)}; percentile moves by ` +
          `${quantile(moves, 0.5).toFixed(2)} in the median, ${quantile(moves, 0.9).toFixed(2)} at the 90th; ` +
          `${portraits.length - found.length} faces not found`,
      );
    }
  }
}
