import type { Purpose, UserId } from '../../engine/ports/participants.ts';
import type { Sin } from '../../engine/ports/phases.ts';
import { scoreNumbers, type ScoringStore, type SealedPerson } from '../../engine/ports/scoring.ts';
import type { EmbeddingEnvelope } from '../models/face.ts';
import type { TransactionScope } from '../transaction.ts';
import { openTyping, type StoredTyping } from './biology.ts';
import { insertRows } from './insert-rows.ts';
import { sealedScores, sealedVersion } from './personality.ts';
import { unlessDamaged } from './unless-damaged.ts';
import { openDescription } from './visual.ts';

type OfPerson<Row> = Row & { userId: UserId };

/** What scoring reads of many people at once, and the many rows that it writes. */
export function createScoringStore(scope: TransactionScope): ScoringStore {
  const { query } = scope;

  async function readFaces(people: Map<UserId, SealedPerson>, ids: readonly UserId[]): Promise<void> {
    const rows = await query<OfPerson<{ version: string; envelope: EmbeddingEnvelope | null }>>(
      `SELECT user_id AS "userId", instrument_version AS version, visual_embedding AS envelope
       FROM phase_records LEFT JOIN profiles USING (user_id) WHERE phase = 'visual' AND user_id = ANY ($1::uuid[])`,
      [ids],
    );
    for (const { userId, version, envelope } of rows) {
      const person = people.get(userId)!;
      person.visualVersion = version;
      if (envelope)
        person.face =
          (await unlessDamaged(() => openDescription(scope.fields, userId, envelope))) ?? 'unreadable';
    }
    const ratings = await query<OfPerson<{ faceId: string; rating: number }>>(
      `SELECT user_id AS "userId", face_id AS "faceId", rating FROM calibration_ratings
       WHERE user_id = ANY ($1::uuid[]) ORDER BY user_id, position`,
      [ids],
    );
    for (const { userId, ...rating } of ratings) people.get(userId)!.ratings.push(rating);
  }

  async function readTraits(people: Map<UserId, SealedPerson>, ids: readonly UserId[]): Promise<void> {
    const rows = await query<OfPerson<Record<Sin, number | null> & { instrument: string }>>(
      `SELECT user_id AS "userId", ${sealedVersion} AS instrument, lust_score AS lust, gluttony_score AS gluttony,
         greed_score AS greed, sloth_score AS sloth, wrath_score AS wrath, envy_score AS envy, pride_score AS pride
       FROM ${sealedScores} WHERE user_id = ANY ($1::uuid[])`,
      [ids],
    );
    for (const { userId, instrument, ...traits } of rows) people.get(userId)!.traits = { traits, instrument };
    const languages = await query<OfPerson<{ language: SealedPerson['language'] }>>(
      `SELECT user_id AS "userId", min(locale) AS language FROM questionnaire_answers
       WHERE user_id = ANY ($1::uuid[]) GROUP BY user_id HAVING count(locale) = count(*) AND min(locale) = max(locale)`,
      [ids],
    );
    for (const { userId, language } of languages) people.get(userId)!.language = language;
  }

  async function readTypings(people: Map<UserId, SealedPerson>, ids: readonly UserId[]): Promise<void> {
    const rows = await query<OfPerson<StoredTyping>>(
      `SELECT user_id AS "userId", encrypted_alleles AS "encryptedAlleles", hash_checksum AS "hashChecksum"
       FROM hla_data WHERE user_id = ANY ($1::uuid[])`,
      [ids],
    );
    for (const { userId, ...stored } of rows)
      people.get(userId)!.typing =
        (await unlessDamaged(() => openTyping(scope, userId, stored))) ?? 'unreadable';
  }

  return {
    async sealed(userIds) {
      const people = new Map(userIds.map((userId) => [userId, nothingSealed()]));
      await readFaces(people, userIds);
      await readTraits(people, userIds);
      await readTypings(people, userIds);
      return people;
    },
    async purposes(userIds) {
      const rows = await query<OfPerson<{ purpose: Purpose; granted: boolean }>>(
        `SELECT DISTINCT ON (user_id, purpose) user_id AS "userId", purpose, granted
         FROM consents WHERE user_id = ANY ($1::uuid[]) ORDER BY user_id, purpose, id DESC`,
        [userIds],
      );
      const purposes = new Map(userIds.map((userId) => [userId, new Set<Purpose>()]));
      for (const { userId, purpose, granted } of rows) if (granted) purposes.get(userId)!.add(purpose);
      return purposes;
    },
    async clear(id) {
      for (const table of ['pair_scores', 'assignments', 'score_quantiles'])
        await query(`DELETE FROM ${table} WHERE cohort_id = $1`, [id]);
    },
    async addScores(id, { a, b, kind, ...scores }) {
      const columns = scoreNumbers.map((name) =>
        scores[name].map((value) => (Number.isNaN(value) ? null : value)),
      );
      await query(
        `INSERT INTO pair_scores (cohort_id, a, b, kind, visual, personality, biological, personality_raw, biological_raw,
           directed, mutual, coverage)
         SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[]${scoreNumbers.map((_, at) => `, $${at + 5}::float8[]`).join('')})`,
        [id, a, b, kind, ...columns],
      );
    },
    addQuantiles: (id, quantiles) =>
      insertRows(query, {
        table: 'score_quantiles',
        columns: { cohort_id: 'uuid', phase: 'text', q: 'float8', value: 'float8' },
        rows: quantiles.map(({ phase, q, value }) => [id, phase, q, value]),
      }),
    async savePropensities(id, views) {
      for (let first = 0; first < views.length; first += viewsAtOnce) {
        const some = views.slice(first, first + viewsAtOnce);
        await query(
          `UPDATE assignments SET propensity = v.propensity
           FROM unnest($2::uuid[], $3::uuid[], $4::float8[]) AS v (viewer, shown, propensity)
           WHERE cohort_id = $1 AND assignments.viewer = v.viewer AND assignments.shown = v.shown`,
          [
            id,
            some.map(({ viewer }) => viewer),
            some.map(({ shown }) => shown),
            some.map(({ propensity }) => propensity),
          ],
        );
      }
    },
    propensities: (id) =>
      query(
        'SELECT viewer, shown, propensity FROM assignments WHERE cohort_id = $1 AND propensity IS NOT NULL',
        [id],
      ),
  };
}

/** Views that one statement changes. */
const viewsAtOnce = 2000;

const nothingSealed = (): SealedPerson => ({
  face: null,
  visualVersion: null,
  ratings: [],
  traits: null,
  typing: null,
  language: null,
});
