import { graphemesOf } from './printable-text.ts';
import {
  byPrediction,
  reportPhases,
  type ReportMatch,
  type ReportModel,
  type Translate,
} from './report-model.ts';

/** Characters of the text at most. A chat message holds more; the rest is left to the caller. */
export const longestReportText = 3500;

const longestName = 64;

/**
 * The results of the report as plain chat text (no markup) of at most `longestReportText` characters, for readers
 * who cannot open or see the PDF. Matches that do not fit are counted and are in the PDF only.
 */
export function reportText(model: ReportModel, translate: Translate): string {
  const matches = byPrediction(model);
  const opening = [
    translate('report-title'),
    ...(matches.length > 0 || !model.withheld
      ? [translate(matches.length === 0 ? 'report-nobody' : 'report-text-note')]
      : []),
    ...(model.withheld ? [translate('report-withheld', { count: model.withheld })] : []),
  ];
  const evidence = ['similarity', 'hla', 'pilot']
    .map((name) => translate(`report-evidence-${name}`))
    .join(' ');
  const closing = matches.length === 0 ? [evidence] : [translate('report-how-mutual'), evidence];
  const told = matches.map((match, index) => tellMatch(match, index + 1, translate));
  for (let shown = told.length; ; shown--) {
    const left = told.length - shown;
    const more = left > 0 ? [translate('report-text-more', { count: left })] : [];
    const text = [...opening, ...told.slice(0, shown), ...more, ...closing].join('\n\n');
    if (text.length <= longestReportText || shown === 0) return text;
  }
}

function tellMatch(
  { label, mutual, phases, answer }: ReportMatch,
  number: number,
  translate: Translate,
): string {
  const name = shortened(label.replace(/\s+/g, ' ').trim()) || translate('report-person', { number });
  const byPhase = reportPhases.map((phase) => {
    const value = phases[phase];
    const told = value === null ? translate('report-no-result') : String(Math.round(value));
    return `${translate(`report-phase-${phase}`)}: ${told}`;
  });
  const said =
    answer.wtm === null ? translate('report-you-none') : translate('report-you', { wtm: answer.wtm });
  const meet = translate('report-would-meet', { answer: meetWord(answer.wouldMeet) });
  return [
    `${number}. ${name}: ${Math.round(mutual)} (${translate('report-mutual')})`,
    byPhase.join(', '),
    `${said}, ${meet}`,
  ].join('\n');
}

/** The variant of the sentence about "would meet". */
export const meetWord = (wouldMeet: boolean | null): string =>
  wouldMeet === null ? 'none' : wouldMeet ? 'yes' : 'no';

function shortened(name: string): string {
  if (name.length <= longestName) return name;
  let line = '';
  for (const sign of graphemesOf(name)) {
    if (line.length + sign.length >= longestName) break;
    line += sign;
  }
  return `${line}…`;
}
