import type { FreezePreview } from '../../engine/protocol/freeze-preview.ts';
import type { Cohort } from '../../engine/ports/cohorts.ts';
import { stagesLeftOut } from '../../engine/protocol/left-out.ts';
import { recheckTypings } from '../../engine/protocol/recheck-typings.ts';
import type { Study } from '../../engine/protocol/study.ts';
import type { Turn } from '../turn/turn.ts';
import { unreadablePeople } from '../turn/unreadable-people.ts';

/** A message holds at most 4096 characters; a code with its comma has eight. */
const codesPerLine = 60;

/** What an admin reads before a freeze: how many are in, who is not and at which stage, and what happens to them. */
export async function freezeQuestion(
  { t, uow }: Pick<Turn, 't' | 'uow'>,
  { included, missingLab, excluded }: FreezePreview,
  cohort: Cohort,
  { leftOutDays, hla }: Pick<Study, 'leftOutDays' | 'hla'>,
): Promise<string> {
  const counts = { included: included.length, missing: missingLab.length, excluded: excluded.length };
  const parts = [t('freeze-ask', counts)];
  if (missingLab.length > 0) parts.push(t('freeze-missing-lab', { codes: listed(missingLab) }));
  const stages = await stagesLeftOut(uow, excluded);
  if (stages.length > 0) {
    const lines = stages.map(({ step, codes }) => `· ${t(`stage-${step}`)}: ${listed(codes)}`);
    parts.push([t('freeze-left-out'), ...lines].join('\n'));
  }
  parts.push(...unreadablePeople({ t }, excluded));
  const withdrawn = excluded.filter(({ reason }) => reason === 'withdrawn').map(({ code }) => code);
  if (withdrawn.length > 0) parts.push(t('freeze-withdrawn', { codes: listed(withdrawn) }));
  if (excluded.length > withdrawn.length) parts.push(t('freeze-consequences', { days: leftOutDays }));
  const { changed, pairs } = await recheckTypings(uow, cohort, hla);
  const reread = { count: changed.length, pairs, release: hla.release };
  if (changed.length > 0) parts.push(t('freeze-typings', reread));
  return parts.join('\n\n');
}

const listed = (codes: readonly string[]): string => {
  const more = codes.length - codesPerLine;
  return codes.slice(0, codesPerLine).join(', ') + (more > 0 ? ` + ${more}` : '');
};
