import { pearson } from '../../validation/correlation.ts';
import { dot } from '../../visual/linear-algebra.ts';
import { descriptionLength } from '../../visual/prior.ts';
import type { FaceSet } from '../training/face-set.ts';
import { type ConsensusOptions, learnConsensus } from '../training/learn-consensus.ts';
import { learnScale, standardRows } from '../training/standard-rows.ts';

/** Like the prior's options, but for a single source that has a third of the faces. */
const options: ConsensusOptions = {
  ratersFrom: [],
  leansTo: [],
  mixture: { scut: 1, london: 0, mebeauty: 0 },
  penalty: 900,
  sharing: 0.3,
  leaning: 0,
};

/** Pearson's r of the consensus, learned from SCUT's official training part alone, on its test part. */
export function scutSplitCorrelation(train: FaceSet, test: FaceSet): number | null {
  const scale = learnScale([train], options.mixture);
  const consensus = learnConsensus(
    [train],
    [{ values: standardRows(train, scale), columns: descriptionLength }],
    options,
  );
  const rows = standardRows(test, scale);
  const said = test.faces.map((face, at) => {
    const { weights, intercept } = consensus[face.sex];
    return dot(weights, rows.subarray(at * descriptionLength, (at + 1) * descriptionLength)) + intercept;
  });
  return pearson(said, test.means ?? []);
}
