import { graphemesOf } from './printable-text.ts';
import { byPrediction, type ReportMatch, type ReportModel, type Translate } from './report-model.ts';
import {
  apartSentence,
  evidence,
  leaning,
  movesTold,
  nameSuffix,
  ownAnswer,
  rangeOf,
  withheldLine,
} from './report-words.ts';

/** Characters of the text at most. A chat message holds more; the rest is left to the caller. */
export const longestReportText = 3500;

const longestName = 64;
const summaryLines = 3;

/** The title and at most three lines of results, as plain chat text: the file follows it. */
export function reportSummary(model: ReportModel, translate: Translate): string {
  const matches = byPrediction(model);
  const withheld = withheldLine(model.withheld ?? 0, translate);
  if (matches.length === 0)
    return [
      translate('report-title'),
      ...(withheld.length > 0 ? withheld : [translate('report-nobody')]),
    ].join('\n\n');
  const shown = matches.length <= summaryLines ? matches.length : summaryLines - 1;
  const names = chatNames(matches, translate);
  const lines = matches
    .slice(0, shown)
    .map((match, index) => `${index + 1}. ${names[index]}: ${leaning(match, translate)}`);
  const left = matches.length - shown;
  if (left > 0) lines.push(translate('report-text-more', { count: left }));
  return [translate('report-title'), lines.join('\n'), ...withheld].join('\n\n');
}

/**
 * The results of the report as plain chat text (no markup) of at most `longestReportText` characters, for readers
 * who cannot open or see a file. Matches that do not fit are counted and are in the files only.
 */
export function reportText(model: ReportModel, translate: Translate): string {
  const matches = byPrediction(model);
  const title = translate('report-title');
  const withheld = withheldLine(model.withheld ?? 0, translate);
  if (matches.length === 0)
    return [
      title,
      ...(withheld.length > 0 ? withheld : [translate('report-nobody')]),
      evidence(translate),
    ].join('\n\n');
  const names = chatNames(matches, translate);
  const told = matches.map((match, index) => tellMatch(match, `${index + 1}. ${names[index]}`, translate));
  const coarse = [...withheld, ...(model.hlaByNameOnly ? [translate('report-coarse')] : [])];
  for (let shown = told.length; ; shown--) {
    const left = told.length - shown;
    const more = left > 0 ? [translate('report-text-more', { count: left })] : [];
    // With many matches the groups would need more room than the matches themselves.
    const apart =
      left > 0
        ? []
        : (apartSentence(matches, bareNames(matches, translate), { locale: model.locale, translate }) ?? []);
    const text = [title, ...told.slice(0, shown), ...more, ...apart, ...coarse, evidence(translate)].join(
      '\n\n',
    );
    if (text.length <= longestReportText || shown === 0) return text;
  }
}

function tellMatch(match: ReportMatch, name: string, translate: Translate): string {
  return [
    `${name}: ${leaning(match, translate)} (${translate('report-text-range', rangeOf(match))})`,
    translate('report-text-moves', { moves: movesTold(match, translate) }),
    ownAnswer(match, translate),
  ].join('\n');
}

const bareNames = (matches: readonly ReportMatch[], translate: Translate): string[] =>
  matches.map(
    ({ label }, index) =>
      shortened(label.replace(/\s+/g, ' ').trim()) || translate('report-person', { number: index + 1 }),
  );

const chatNames = (matches: readonly ReportMatch[], translate: Translate): string[] =>
  bareNames(matches, translate).map(
    (name, index) => `${name}${nameSuffix(matches[index]!, matches, translate)}`,
  );

function shortened(name: string): string {
  if (name.length <= longestName) return name;
  let line = '';
  for (const sign of graphemesOf(name)) {
    if (line.length + sign.length >= longestName) break;
    line += sign;
  }
  return `${line}…`;
}
