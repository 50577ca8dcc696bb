import type { Phase } from '../ports/phases.ts';
import {
  inseparable,
  leaningOf,
  type ReportMatch,
  type ReportModel,
  reportPhases,
  type Translate,
  weightShare,
} from './report-model.ts';

/** The sentences and cells that both files and the chat text have in common. */

/** What stands before the results: what they are or why there are none, and how many are withheld for now. */
export function opening({ matches, withheld = 0 }: ReportModel, translate: Translate): string[] {
  const isAlone = matches.length + withheld === 0;
  return [translate(isAlone ? 'report-nobody' : 'report-lead'), ...withheldLine(withheld, translate)];
}

/** The sentence about scores that are withheld until the follow-up is over; none when there are none. */
export const withheldLine = (count: number, translate: Translate): string[] =>
  count === 0 ? [] : [translate('report-withheld', { count })];

/** The words of a prediction: towards a meeting, against it, or either. */
export const leaning = (match: ReportMatch, translate: Translate): string =>
  translate('report-leaning', { way: leaningOf(match) });

/** What the reader answered before any prediction: willingness and the yes or no. */
export function ownAnswer({ answer }: ReportMatch, translate: Translate): string {
  const { wtm, wouldMeet } = answer;
  const said = wtm === null ? translate('report-you-none') : translate('report-you', { wtm });
  const word = wouldMeet === null ? 'none' : wouldMeet ? 'yes' : 'no';
  return `${said} · ${translate('report-would-meet', { answer: word })}`;
}

const isShared = (match: ReportMatch, matches: readonly ReportMatch[]): boolean => {
  const plain = ({ label }: ReportMatch): string => label.trim().toLowerCase();
  return matches.some((other) => other !== match && plain(other) === plain(match));
};

const profileOf = ({ place }: ReportMatch, translate: Translate): string =>
  translate('report-profile', { place });

/**
 * What follows a name: the age, and the place among the profiles where another match has the same name, so that the two
 * can be told apart without a photo too.
 */
export function nameSuffix(
  match: ReportMatch,
  matches: readonly ReportMatch[],
  translate: Translate,
): string {
  const age = match.age === null ? '' : `, ${match.age}`;
  return isShared(match, matches) ? `${age} · ${profileOf(match, translate)}` : age;
}

/**
 * Which matches the prediction cannot tell apart, in one sentence. Undefined for fewer than two matches.
 * @param names of the matches, without what follows them
 */
export function apartSentence(
  matches: readonly ReportMatch[],
  names: readonly string[],
  { locale, translate }: { locale: string; translate: Translate },
): string | undefined {
  if (matches.length < 2) return undefined;
  const groups = inseparable(matches);
  if (groups.length === 0) return translate('report-apart-all');
  if (groups[0]!.length === matches.length && matches.length > 2) return translate('report-apart-none');
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const nameOf = (index: number): string => {
    const match = matches[index]!;
    return isShared(match, matches) ? `${names[index]} (${profileOf(match, translate)})` : names[index]!;
  };
  const told = groups.map((group) => list.format(group.map(nameOf)));
  return translate('report-apart-groups', { groups: told.join('; ') });
}

/** A phase's move in points with its sign, or the words that there is no result. */
export function moveTold(move: number | null, translate: Translate): string {
  if (move === null) return translate('report-no-result');
  const points = Math.round(move);
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0';
}

/** All moves of a match on one line. */
export const movesTold = ({ moved }: ReportMatch, translate: Translate): string =>
  reportPhases
    .map((phase) => `${translate(`report-phase-${phase}`)} ${moveTold(moved[phase], translate)}`)
    .join(', ');

/** Rounded total and ends of the range. */
export const rangeOf = ({ mutual, band: [low, high] }: ReportMatch) => ({
  total: Math.round(mutual),
  low: Math.round(low),
  high: Math.round(high),
});

/** A table of a report: a header and rows of cells. */
export interface ReportTable {
  header: string[];
  rows: string[][];
}

/** What the numbers mean. */
export const detailsNote = ({ personalityPercentile }: ReportModel, translate: Translate): string =>
  translate(personalityPercentile ? 'report-details-note' : 'report-details-raw');

/** The numbers of every match. */
export function detailsTable(
  model: ReportModel,
  {
    matches,
    names,
    translate,
  }: { matches: readonly ReportMatch[]; names: readonly string[]; translate: Translate },
): ReportTable {
  const percent = new Intl.NumberFormat(model.locale, { style: 'percent' });
  const cell = (value: number | null): string => (value === null ? '—' : String(Math.round(value)));
  return {
    header: [
      ...['person', 'total', 'range'].map((name) => translate(`report-column-${name}`)),
      ...reportPhases.map((phase) => translate(`report-phase-${phase}`)),
      translate('report-column-coverage'),
    ],
    rows: matches.map((match, index) => {
      const { total, low, high } = rangeOf(match);
      return [
        names[index]!,
        String(total),
        `${low}–${high}`,
        ...reportPhases.map((phase) => cell(match.phases[phase])),
        percent.format(match.coverage),
      ];
    }),
  };
}

/** What was collected from the reader in each phase, and its weight. */
export function basisTable({ basis, weights, locale }: ReportModel, translate: Translate): ReportTable {
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const collectedIn = (phase: Phase): string => {
    const { collected, of } = basis[phase];
    return collected === 0
      ? translate('report-collected-none')
      : translate(`report-collected-${phase}`, { collected, of });
  };
  return {
    header: ['phase', 'collected', 'weight'].map((name) => translate(`report-basis-${name}`)),
    rows: reportPhases.map((phase) => [
      translate(`report-phase-${phase}`),
      collectedIn(phase),
      percent.format(weightShare(weights, phase)),
    ]),
  };
}

/** The line under the basis: what was declared, and the versions for those who check. */
export function declaredLine({ preregistrationHash, basis }: ReportModel, translate: Translate): string {
  const versions = reportPhases.flatMap((phase) => basis[phase].version ?? []).join(', ');
  return [
    preregistrationHash === null
      ? ''
      : translate('report-declared', { hash: preregistrationHash.slice(0, 16) }),
    versions === '' ? '' : translate('report-versions', { versions }),
  ]
    .filter(Boolean)
    .join('. ');
}

/** The paragraphs that say how to read the results; none without results. */
export const howToRead = (translate: Translate): string[] => [
  translate('report-how-range'),
  translate('report-how-parts'),
];

/** One plain paragraph on what is known of such predictions. */
export const evidence = (translate: Translate): string =>
  ['similarity', 'hla', 'pilot'].map((name) => translate(`report-evidence-${name}`)).join(' ');

/** Works that the paragraph on the evidence cites. */
export const sources = [
  'Havlíček, Winternitz & Roberts 2020, Phil. Trans. R. Soc. B, doi 10.1098/rstb.2019.0260',
  'Winternitz, Abbate, Huchard, Havlíček & Garamszegi 2017, Mol. Ecol., doi 10.1111/mec.13920',
];

/** What to keep in mind, a paragraph each. */
export const limits = (hasMatches: boolean, translate: Translate): string[] => [
  [...(hasMatches ? ['group'] : []), 'look'].map((name) => translate(`report-limits-${name}`)).join(' '),
  [...(hasMatches ? ['others'] : []), 'data', 'medical']
    .map((name) => translate(`report-limits-${name}`))
    .join(' '),
];
