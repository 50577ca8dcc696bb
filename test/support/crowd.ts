import { createHash } from 'node:crypto';
import { createTyping, readGlString, scoredLoci, serialiseTyping, syntheticTyping } from '@harmonia/hla';
import type { TransactionScope } from '../../db/transaction.ts';
import type { CohortId, UserId } from '../../engine/ports/participants.ts';
import { createRandom, type Random } from '../../foundation/random.ts';

/** An invented cohort of finished people, written in bulk: a thousand people in about two seconds. */
export interface Crowd {
  cohortId: CohortId;
  count: number;
  seed: string;
  now: Date;
  versions: { visual: string; analyser: string; personality: string; biological: string };
  /** Ids of the calibration faces of each sex. */
  faces: { female: readonly string[]; male: readonly string[] };
  /** Without it every person is complete and every typing is resolved. */
  irregular?: boolean;
}

/** The part of a transaction that a crowd is written through; that of an earlier program will do. */
type CrowdScope = Pick<TransactionScope, 'query' | 'fields' | 'digest'>;

/** A user id that repeats for a seed. */
export function crowdId(seed: string, index: number): UserId {
  const hex = createHash('sha256').update(`${seed} ${index}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-') as UserId;
}

const purposes = ['face', 'personality', 'genetic', 'matching', 'research'];
const traits = ['lust', 'gluttony', 'greed', 'sloth', 'wrath', 'envy', 'pride'];
const chunk = 500;

/** Writes the cohort, still open, with its people and what they sealed. Triggers are passed by, as the owner of a server can. */
export async function writeCrowd(scope: CrowdScope, crowd: Crowd): Promise<void> {
  const { query } = scope;
  await query('SET LOCAL session_replication_role = replica');
  await query('INSERT INTO cohorts (id, name, created_at) VALUES ($1, $2, $3)', [
    crowd.cohortId,
    'Crowd',
    crowd.now,
  ]);
  for (let first = 0; first < crowd.count; first += chunk) {
    const indices = Array.from({ length: Math.min(chunk, crowd.count - first) }, (_, at) => first + at);
    await writePeople(scope, crowd, indices);
  }
  if (crowd.irregular) await writeBlocks(scope, crowd);
}

async function writePeople(
  { query, fields, digest }: CrowdScope,
  crowd: Crowd,
  indices: readonly number[],
): Promise<void> {
  const { now, versions } = crowd;
  const people = indices.map((index) => inventPerson(crowd, index));
  const ids = people.map(({ id }) => id);
  await query(
    `INSERT INTO users (id, email, password_hash) SELECT id, id::text || '@example.org', 'none' FROM unnest($1::uuid[]) AS id`,
    [ids],
  );
  await query(
    `INSERT INTO participants (user_id, code, cohort_id, locale, adult_confirmed_at, account_completed_at, sex, seeks,
       birth_year, seeks_age_min, seeks_age_max, display_name, last_active_at, created_at)
     SELECT id, code, $1, 'en', $2, $2, sex, seeks, born, lowest, highest, 'Kim', $2, $2
     FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[])
       AS p (id, code, sex, seeks, born, lowest, highest)`,
    [
      crowd.cohortId,
      now,
      ids,
      people.map(({ code }) => code),
      people.map(({ sex }) => sex),
      people.map(({ seeks }) => seeks),
      people.map(({ born }) => born),
      people.map(({ lowest }) => lowest),
      people.map(({ highest }) => highest),
    ],
  );
  await query(
    `INSERT INTO consents (user_id, purpose, granted, text_version, text_hash, locale, at)
     SELECT id, purpose, NOT (purpose = ANY (string_to_array(refused, ' '))), '1', 'hash', 'en', $1
     FROM unnest($2::uuid[], $3::text[]) AS p (id, refused), unnest($4::text[]) AS purpose`,
    [now, ids, people.map(({ refused }) => refused), purposes],
  );
  const envelope = ({ id, face }: Invented): string | null => {
    if (face === null) return null;
    const bytes = Buffer.from(face.buffer);
    const owner = `${id} ${versions.analyser}`;
    const fernet = fields.seal({ owner, field: 'profiles.visual_embedding', version: 1 }, bytes);
    return JSON.stringify({
      format: 1,
      analyserVersion: versions.analyser,
      dimensions: face.length,
      fernet,
    });
  };
  await query(
    `INSERT INTO profiles (user_id, photo_path, visual_embedding, calibration_complete)
     SELECT id, NULL, face::jsonb, TRUE FROM unnest($1::uuid[], $2::text[]) AS p (id, face)`,
    [ids, people.map(envelope)],
  );
  const swipes = people.flatMap(({ id, swipes: own }) =>
    own.map(([face, repeat, rating], at) => ({ id, face, repeat, rating, at })),
  );
  await query(
    `INSERT INTO calibration_ratings (user_id, position, face_id, repeat, rating, dwell_ms, answered_at)
     SELECT id, at, face, again, rating, 2000, $1
     FROM unnest($2::uuid[], $3::int[], $4::text[], $5::bool[], $6::int[]) AS s (id, at, face, again, rating)`,
    [
      now,
      swipes.map(({ id }) => id),
      swipes.map(({ at }) => at),
      swipes.map(({ face }) => face),
      swipes.map(({ repeat }) => repeat),
      swipes.map(({ rating }) => rating),
    ],
  );
  const measured = people.filter(({ scores }) => scores !== null);
  await query(
    `INSERT INTO personality_scores (user_id, ${traits.map((trait) => `${trait}_score`).join(', ')}, raw_responses)
     SELECT s.*, $1::jsonb FROM unnest($2::uuid[], ${traits.map((_, at) => `$${at + 3}::float8[]`).join(', ')}) AS s`,
    [
      JSON.stringify({ instrument: versions.personality }),
      measured.map(({ id }) => id),
      ...traits.map((_, at) => measured.map(({ scores }) => scores![at])),
    ],
  );
  const typed = people.filter(({ typing }) => typing !== null);
  await query(
    `INSERT INTO hla_data (user_id, encrypted_alleles, hash_checksum)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`,
    [
      typed.map(({ id }) => id),
      typed.map(({ id, typing }) =>
        fields.seal({ owner: id, field: 'hla_data.encrypted_alleles', version: 1 }, Buffer.from(typing!)),
      ),
      typed.map(({ id, typing }) => digest.digest('hla_data.hash_checksum', `${id}\n${typing!}`)),
    ],
  );
  for (const phase of ['visual', 'personality', 'biological'] as const)
    await query(
      `INSERT INTO phase_records (user_id, phase, instrument_version, opened_at, sealed_at, digest, missing)
       SELECT id, $1, $2, $3, $3, 'digest ' || id, missing FROM unnest($4::uuid[], $5::bool[]) AS p (id, missing)`,
      [
        phase,
        versions[phase],
        now,
        ids,
        people.map(({ typing }) => phase === 'biological' && typing === null),
      ],
    );
}

interface Invented {
  id: UserId;
  code: string;
  sex: 'female' | 'male';
  seeks: 'female' | 'male' | 'both';
  born: number;
  lowest: number;
  highest: number;
  /** Purposes that were not agreed to, with spaces between. */
  refused: string;
  face: Float32Array | null;
  swipes: [face: string, repeat: boolean, rating: number][];
  scores: (number | null)[] | null;
  typing: string | null;
}

function inventPerson(crowd: Crowd, index: number): Invented {
  const { seed, irregular = false, faces } = crowd;
  const random = createRandom(`${seed} person ${index}`);
  const rare = (share: number): boolean => random.next() < share && irregular;
  const sex = index % 2 === 0 ? 'female' : 'male';
  const other = sex === 'female' ? 'male' : 'female';
  const seeks = rare(0.06) ? 'both' : rare(0.04) ? sex : other;
  const born = 1970 + random.integer(35);
  const narrow = rare(0.3);
  const age = crowd.now.getUTCFullYear() - born - 1;
  const rated = random.shuffle(seeks === 'female' ? faces.female : faces.male).slice(0, 12);
  const again = rated.slice(0, 2);
  // A pair needs one phase that both have: a person without a face or without traits has all the rest.
  const noFace = rare(0.03);
  const noTraits = !noFace && rare(0.03);
  const whole = noFace || noTraits;
  return {
    id: crowdId(seed, index),
    code: `P-${index.toString(36).toUpperCase().padStart(4, '0')}`,
    sex,
    seeks,
    born,
    lowest: narrow ? Math.max(18, age - 4) : 18,
    highest: narrow ? age + 6 : 99,
    refused: rare(0.02) ? 'matching' : rare(0.05) ? 'research' : '',
    face: noFace ? null : Float32Array.from({ length: 1024 }, () => random.next() ** 2),
    swipes: [...rated, ...again].map((face, at) => [face, at >= 12, 1 + random.integer(4)]),
    scores: noTraits
      ? null
      : traits.map(() => (rare(0.05) && !whole ? null : Math.round(24 * random.next()) / 24)),
    typing: whole ? inventTyping(random, () => false) : rare(0.06) ? null : inventTyping(random, rare),
  };
}

/** What laboratories also write in place of an allele: nulls, XX and multiple-allele codes, antigens, lists, novel alleles. */
const otherNames = {
  A: ['A*24:09N', 'A*02:XX', 'A*01:AB', 'A9', 'A2', 'A*02:01/A*02:06/A*02:07', 'A*02:NEW', 'A*UUUU'],
  B: ['B*07:XX', 'B44', 'B*15:AB', 'B*08:01/B*08:02', 'B*51:11N', 'B5'],
  DRB1: ['DRB1*15:XX', 'DR4', 'DRB1*04:01/DRB1*04:03', 'DRB1*13:NEW', 'DR2'],
} as const;

function inventTyping(random: Random, rare: (share: number) => boolean): string {
  const typing = syntheticTyping(random);
  const missing = rare(0.08) ? scoredLoci[random.integer(3)] : undefined;
  const genes = scoredLoci.flatMap((locus) => {
    if (locus === missing) return [];
    const gene = typing.loci[locus]!.glString;
    const [first = ''] = gene.split('+');
    if (rare(0.04)) return [first];
    if (!rare(0.08)) return [gene];
    const names = otherNames[locus];
    return [`${first}+${names[random.integer(names.length)]!}`];
  });
  const read = readGlString(genes.join('^'));
  if (!read.ok) throw new Error(`${genes.join('^')}: ${read.error.code}`);
  return serialiseTyping(createTyping(read.value, {}));
}

async function writeBlocks({ query }: CrowdScope, { seed, count, now }: Crowd): Promise<void> {
  const random = createRandom(`${seed} blocks`);
  const pairs = Array.from({ length: Math.ceil(count / 5) }, () => [
    random.integer(count),
    random.integer(count),
  ]);
  await query(
    `INSERT INTO blocks (blocker, blocked, at) SELECT DISTINCT a, b, $1::timestamptz FROM unnest($2::uuid[], $3::uuid[]) AS p (a, b)
     WHERE a <> b`,
    [now, pairs.map(([one]) => crowdId(seed, one!)), pairs.map(([, other]) => crowdId(seed, other!))],
  );
}
