import { randomBytes } from 'node:crypto';
import { ageBandOf } from '../compatibility/age.ts';
import type { UserId } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { DyadRow, ItemRow, PersonRow, StudyTables, SwipeRow } from '../report/data-set-tables.ts';
import { suppressSmallCells } from '../validation/small-cell.ts';
import { phaseOrder } from './journey.ts';
import { planPropensities, viewKey } from './plan-propensity.ts';
import { type ExportedPerson, hasData, type StudyExportSource } from './study-export.ts';

const dayMs = 86_400_000;
type Pseudonyms = ReadonlyMap<UserId, string>;

/**
 * The tables of an export: people by pseudonyms that are drawn here and kept nowhere, days instead of dates, no cell of a
 * group under ten people.
 */
export async function exportTables(source: StudyExportSource): Promise<StudyTables> {
  const pseudonyms = drawPseudonyms(source.people.map(({ participant }) => participant.userId));
  return {
    dyads: dyadRows(source, pseudonyms, await planPropensities(source)),
    people: personRows(source, pseudonyms),
    items: sortedRows(source.people.flatMap((person) => itemRows(person, pseudonyms))),
    swipes: sortedRows(source.people.flatMap((person) => swipeRows(person, pseudonyms))),
  };
}

/** Numbers in an order that random bytes of the operating system decide. */
function drawPseudonyms(people: readonly UserId[]): Pseudonyms {
  const drawn = people.map((id) => ({ id, key: randomBytes(16).toString('hex') }));
  drawn.sort((one, other) => (one.key < other.key ? -1 : 1));
  const digits = Math.max(3, String(people.length).length);
  return new Map(drawn.map(({ id }, at) => [id, `p${String(at + 1).padStart(digits, '0')}`]));
}

function dyadRows(
  { cohort, plan, scores, answers, followUps, people }: StudyExportSource,
  pseudonyms: Pseudonyms,
  propensities: ReadonlyMap<string, number>,
): DyadRow[] {
  const scoreOf = new Map(scores.map((score) => [viewKey({ viewer: score.a, shown: score.b }), score]));
  const answerOf = new Map(answers.map((answer) => [viewKey(answer), answer]));
  const followUpOf = new Map(followUps.map((followUp) => [viewKey(followUp), followUp]));
  const closed = new Set(
    people.flatMap(({ closedAt, participant }) => (closedAt ? [participant.userId] : [])),
  );
  const rows = plan.flatMap((view): DyadRow[] => {
    const [actor, partner] = [pseudonyms.get(view.viewer), pseudonyms.get(view.shown)];
    if (actor === undefined || partner === undefined) return [];
    const key = viewKey(view);
    const score = scoreOf.get(key);
    const answer = closed.has(view.viewer) ? answerOf.get(key) : undefined;
    const isOutcome = answer?.excludedReason === null;
    const followUp = followUpOf.get(key);
    return [
      {
        cohort: cohort.name,
        actor,
        partner,
        position: view.position,
        kind: view.kind,
        propensity: rounded(propensities.get(key)!),
        day_shown: daysBetween(cohort.releasedAt, answer?.shownAt),
        day_answered: daysBetween(cohort.releasedAt, answer?.answeredAt),
        wtm: isOutcome ? answer.wtm : null,
        would_meet: isOutcome ? answer.wouldMeet : null,
        excluded: answer?.excludedReason ?? null,
        directed: score?.directed ?? null,
        mutual: score?.mutual ?? null,
        visual: score?.visual ?? null,
        personality: score?.personality ?? null,
        personality_raw: score?.personalityRaw ?? null,
        biological: score?.biological ?? null,
        biological_raw: score?.biologicalRaw ?? null,
        coverage: score?.coverage ?? null,
        followup_met: followUp?.met ?? null,
        followup_again: followUp?.again ?? null,
        followup_would: followUp?.would ?? null,
        followup_alike: followUp?.alike ?? null,
      },
    ];
  });
  return rows.toSorted((one, other) => compare(one.actor, other.actor) || one.position - other.position);
}

function personRows({ cohort, weights, people }: StudyExportSource, pseudonyms: Pseudonyms): PersonRow[] {
  const frozenAt = cohort.frozenAt ?? cohort.createdAt;
  const column = (of: (person: ExportedPerson) => string | null): Map<ExportedPerson, string | null> =>
    withoutSmallGroups(people, of);
  const sex = column(({ participant }) => participant.sex);
  const seeks = column(({ participant }) => participant.seeks);
  const ageBand = column(({ participant: { birthYear } }) =>
    birthYear === null ? null : ageBandOf(birthYear, frozenAt),
  );
  const language = column(({ participant }) => participant.locale);
  const total = phaseOrder.reduce((sum, phase) => sum + weights[phase], 0);
  const rows = people.map((person): PersonRow => {
    const { participant, phases, closedAt } = person;
    const daysIn = (phase: Phase): number | null => daysOf(phases.get(phase));
    return {
      cohort: cohort.name,
      person: pseudonyms.get(participant.userId)!,
      sex: sex.get(person) ?? null,
      seeks: seeks.get(person) ?? null,
      age_band: ageBand.get(person) ?? null,
      language: language.get(person) ?? null,
      person_coverage: rounded(
        phaseOrder.reduce((sum, phase) => sum + (hasData(phases.get(phase)) ? weights[phase] : 0), 0) / total,
      ),
      flags: phaseOrder
        .flatMap((phase) => (phases.get(phase)?.flags ?? []).map((flag) => `${phase}:${flag}`))
        .join(' '),
      days_joining: daysBetween(participant.createdAt, phases.get('visual')?.openedAt),
      days_visual: daysIn('visual'),
      days_personality: daysIn('personality'),
      days_biological: daysIn('biological'),
      days_answering: daysBetween(cohort.releasedAt, closedAt),
    };
  });
  return sortedRows(rows);
}

/** The value of each person in a column; null where the people who share it are too few to be named. */
function withoutSmallGroups(
  people: readonly ExportedPerson[],
  of: (person: ExportedPerson) => string | null,
): Map<ExportedPerson, string | null> {
  const groups = [...Map.groupBy(people, of)].map(([value, members]) => ({
    value,
    members,
    people: members.length,
  }));
  const cells = suppressSmallCells(groups);
  return new Map(
    groups.flatMap(({ value, members }, at) =>
      members.map((person) => [person, cells[at]!.value ? value : null] as const),
    ),
  );
}

function itemRows(
  { participant: { userId }, answers, itemOrder }: ExportedPerson,
  pseudonyms: Pseudonyms,
): ItemRow[] {
  const places = new Map(itemOrder.map(({ id }, place) => [id, place]));
  return answers
    .map(({ itemId, value, dwellMs }) => ({
      person: pseudonyms.get(userId)!,
      item: itemId,
      item_position: places.get(itemId) ?? null,
      answer: value,
      dwell_ms: dwellMs,
    }))
    .toSorted((one, other) => compare(one.item, other.item));
}

const swipeRows = (
  { participant: { userId }, ratings }: ExportedPerson,
  pseudonyms: Pseudonyms,
): SwipeRow[] =>
  ratings
    .map(({ position, faceId, repeat, rating, dwellMs }) => ({
      person: pseudonyms.get(userId)!,
      swipe_position: position,
      face: faceId,
      repeat,
      rating,
      dwell_ms: dwellMs,
    }))
    .toSorted((one, other) => one.swipe_position - other.swipe_position);

/** By pseudonym; the rows of one person keep their order. */
const sortedRows = <Row extends { person: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((one, other) => compare(one.person, other.person));

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const daysOf = (record: PhaseRecord | undefined): number | null =>
  record && hasData(record) ? daysBetween(record.openedAt, record.sealedAt) : null;

/** Whole days; null where one of the two did not happen. */
const daysBetween = (from: Date | null | undefined, to: Date | null | undefined): number | null =>
  from && to ? Math.max(0, Math.floor((to.getTime() - from.getTime()) / dayMs)) : null;

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
