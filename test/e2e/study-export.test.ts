import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { parseTyping } from '../../engine/biological/index.ts';
import type { Participant, UserId } from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { recordConsent } from '../../engine/privacy/consent.ts';
import { figuresInput } from '../../engine/protocol/pilot-figures.ts';
import { dyadicFigures } from '../../engine/validation/dyadic-figures.ts';
import { parseDyads } from '../../engine/validation/dyads-table.ts';
import { studyFigures } from '../../engine/validation/study-figures.ts';
import { createRandom } from '../../foundation/random.ts';
import type { Person } from '../../sandbox/server.ts';
import { soon } from '../support/soon.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

const each = 11;
const header =
  'cohort,actor,partner,position,kind,propensity,day_shown,day_answered,wtm,would_meet,excluded,directed,mutual,visual,personality,personality_raw,biological,biological_raw,coverage,followup_met,followup_again,followup_would,followup_alike';

let study: TestStudy;
let admin: Person;
let researcher: Person;
let people: Participant[];
let persons: Person[];
/** Agreed to no research use. */
let refuser: Participant;
beforeAll(async () => {
  study = await startTestStudy({ PROFILES_PER_PERSON: '4', CODE_VERSION: 'test-build' });
  admin = await study.staff('admin');
  researcher = await study.staff('researcher');
  const staged: Awaited<ReturnType<typeof stagedAt>>[] = [];
  for (let index = 0; index < 2 * each; index++) {
    const [sex, seeks] = index < each ? (['female', 'male'] as const) : (['male', 'female'] as const);
    const research = index !== 0;
    staged.push(
      // One man has no lab result.
      await stagedAt(study, index === each ? 'lab' : 'cohort', {
        sex,
        seeks,
        research,
        name: `Wilhelmina${index}`,
        email: `wilhelmina${index}@secret.example`,
      }),
    );
  }
  people = staged.map(({ participant }) => participant);
  persons = staged.map(({ person }) => person);
  refuser = people[0]!;
});

const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> =>
  study.harmonia().database.transact(work);

/** All people answer about each profile and close their answers, seeded by their places. */
async function answerAll(): Promise<void> {
  const random = createRandom('answers');
  const order = new Map(people.map(({ userId }, at) => [userId, at]));
  const plan = await rowsOf<{ viewer: UserId; shown: UserId; position: number }>(
    study,
    'SELECT viewer, shown, position FROM assignments',
  );
  plan.sort((a, b) => order.get(a.viewer)! - order.get(b.viewer)! || a.position - b.position);
  const now = study.clock.now();
  for (const { viewer, shown, position } of plan) {
    const wtm = 1 + random.integer(7);
    const isExcluded = viewer === people[1]!.userId && position === 0;
    await rowsOf(
      study,
      `INSERT INTO outcomes (viewer, shown, cohort_id, wtm, would_meet, excluded_reason, shown_at, answered_at)
       SELECT $1, $2, cohort_id, $3, $4, $5, $6, $6 FROM participants WHERE user_id = $1
       ON CONFLICT (viewer, shown) DO UPDATE SET wtm = excluded.wtm, would_meet = excluded.would_meet,
         excluded_reason = excluded.excluded_reason, answered_at = excluded.answered_at`,
      [viewer, shown, wtm, isExcluded ? null : wtm > 4, isExcluded ? 'known' : null, now],
    );
    await rowsOf(
      study,
      `INSERT INTO follow_ups (viewer, shown, cohort_id, met, again, would, alike, blind, asked_at, answered_at)
       SELECT $1, $2, cohort_id, TRUE, $3, TRUE, 2, FALSE, $4, $4 FROM participants WHERE user_id = $1`,
      [viewer, shown, 1 + (wtm % 7), now],
    );
  }
  await rowsOf(
    study,
    `INSERT INTO reports (user_id, cohort_id, status, requested_at)
     SELECT user_id, cohort_id, 'delivered', $1 FROM participants`,
    [now],
  );
}

/** Sends the command and returns the files of the archive that arrives. */
async function exported(
  command: string,
): Promise<{ bytes: Buffer; files: Map<string, string>; caption: string }> {
  const before = researcher.lastFromBot()?.id ?? 0;
  researcher.send(command);
  const message = await researcher.until((someone) =>
    someone.messages().find(({ id, file }) => id > before && file?.kind === 'document'),
  );
  const { file } = message;
  expect(file!.fileName).toBe('study-harmonia_cohort-Pilot.zip');
  const bytes = study.sandbox.file(file!.id);
  return { bytes, files: unpack(bytes), caption: message.text ?? '' };
}

const unpack = (bytes: Buffer): Map<string, string> =>
  new Map(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));
const pathOf = (table: string): string => `data/study-harmonia_cohort-Pilot_description-${table}_data.csv`;
const tableOf = (files: ReadonlyMap<string, string>, table: string): Record<string, string>[] =>
  parse(files.get(pathOf(table))!, { columns: true });

describe('the data set of a cohort', () => {
  let first: Awaited<ReturnType<typeof exported>>;

  test('does not exist before the release, nor before the first registered look', async () => {
    await type(researcher, '/export_data');
    await says(researcher, /no data set of Pilot yet\. It comes after the release/);
    await type(admin, '/freeze');
    await choose(admin, 'yes');
    await says(admin, /frozen with 22 participants/);
    await type(admin, '/score');
    await says(admin, /Scored\. People/);
    await type(admin, '/release');
    await choose(admin, 'yes');
    await says(admin, /The answers close on/);
    // Sessions of staff end after hours, so the release is moved instead of the clock.
    await rowsOf(study, `UPDATE cohorts SET released_at = released_at - interval '3 days'`);
    await answerAll();
    await type(researcher, '/export');
    await says(researcher, /first registered look, when 100 % of the viewers[\s\S]*Closing date: \d{4}/);
    await type(admin, '/export_data');
    await says(admin, /That is for researchers/);
  });

  test('is sent to a researcher after the look, with its digest in the audit log', async () => {
    await run(async (uow) => {
      const { id } = (await uow.cohorts.latest())!;
      await uow.jobs.enqueue('open-look', { cohortId: id }, { singletonKey: id });
    });
    await soon(async () => expect(await rowsOf(study, 'SELECT FROM looks')).toHaveLength(1));
    first = await exported('/export_data');
    const sha256 = createHash('sha256').update(first.bytes).digest('hex');
    expect(first.caption).toContain(sha256);
    const [event] = await rowsOf<{ details: unknown }>(
      study,
      `SELECT details FROM audit_log WHERE action = 'study-exported'`,
    );
    expect(event!.details).toMatchObject({ sha256, look: 1, people: 2 * each - 1 });
    expect((await run((uow) => uow.audit.verify())).brokenAt).toBeNull();
    expect([...first.files.keys()]).toEqual([
      ...['README.md', 'analysis.R', 'codebook.json', 'codebook.md'],
      ...['dyads', 'items', 'people', 'swipes'].map(pathOf),
      'dataset_description.json',
    ]);
  });

  test('has the registered header, and only people who agreed to research use', () => {
    expect(first.files.get(pathOf('dyads'))!.split('\n')[0]).toBe(header);
    const persons = new Set(tableOf(first.files, 'people').map(({ person }) => person));
    expect(persons.size).toBe(2 * each - 1);
    for (const table of ['dyads', 'items', 'swipes'])
      for (const row of tableOf(first.files, table))
        for (const column of ['person', 'actor', 'partner'])
          if (column in row) expect(persons).toContain(row[column]);
    const dyads = tableOf(first.files, 'dyads');
    expect(dyads.filter(({ excluded }) => excluded === 'known')).toEqual([
      expect.objectContaining({ wtm: '', would_meet: '', day_answered: '3' }),
    ]);
    expect(dyads.every(({ propensity }) => Number(propensity) > 0 && Number(propensity) <= 1)).toBe(true);
    expect(dyads.some(({ biological, coverage }) => biological === '' && coverage === '0.7')).toBe(true);
    expect(dyads.every(({ followup_again }) => followup_again !== '')).toBe(true);
    expect(tableOf(first.files, 'items')).toHaveLength(44 * persons.size);
    expect(tableOf(first.files, 'swipes')).toHaveLength(14 * persons.size);
    const [person] = tableOf(first.files, 'people');
    expect(person).toMatchObject({ age_band: '35–44', language: 'en', days_answering: '3' });
  });

  test('gives "study validity" the figures of the desk', async () => {
    const { rows, scores } = parseDyads(first.files.get(pathOf('dyads'))!);
    const outside = dyadicFigures(rows, scores);
    const { study: program } = study.harmonia();
    const input = await run(async (uow) => figuresInput(uow, program, (await uow.cohorts.latest())!));
    if (input.kind !== 'open') throw new Error('no look is open');
    const desk = studyFigures(input.rows, { ...input.options, permutations: 0 });
    for (const name of ['directed', 'visual', 'personality', 'biological'])
      for (const metric of ['auc', 'withinRaterAuc', 'spearman', 'doubleCentred'] as const) {
        const figure = outside[metric][name];
        const told = desk.scores[name]![metric].value;
        expect([name, metric, told?.n]).toEqual([name, metric, figure?.n]);
        expect(told!.estimate).toBeCloseTo(figure!.estimate, 12);
        // The declared boundary of the look has four decimals, and few answers have no interval.
        const bounds = (interval: readonly number[] | null | undefined) =>
          interval?.map((bound) => bound.toFixed(3)) ?? null;
        expect(bounds(told!.interval)).toEqual(bounds(figure!.interval));
      }
    expect(outside.answers).toBe(desk.answers);
  });

  test('holds no code, name, e-mail, chat, user id, date or allele of the database', async () => {
    const all = [...first.files.values()].join('\n');
    const alleles: string[] = [];
    await run(async (uow) => {
      for (const { userId } of people) {
        const typing = await uow.biology.typing(userId);
        if (typing === undefined) continue;
        for (const { glString } of Object.values(parseTyping(typing).loci))
          alleles.push(...glString.split(/[+/~|^]/));
      }
    });
    expect(alleles.length).toBeGreaterThan(100);
    const kits = await rowsOf<{ code: string }>(study, 'SELECT code FROM kits');
    const secrets = [
      ...people.flatMap(({ code, userId }) => [code, userId]),
      ...alleles,
      ...kits.map(({ code }) => code),
      ...['Wilhelmina', 'secret.example', 'uploads/'],
    ];
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
    const cells = new Set(all.split(/[^\w.-]+/));
    expect(people.filter(({ chatId }) => cells.has(chatId!))).toEqual([]);
    // The year of birth.
    expect(cells).not.toContain('1990');
    expect(all.match(/\b(19|20)\d\d-\d\d(-\d\d)?\b|\b\d\d:\d\d\b/g)).toBeNull();
    expect(all).not.toMatch(/consensus/i);
  });

  test('draws other pseudonyms each time, and is the same but for them', async () => {
    const second = await exported('/export');
    const scoresOf = (files: ReadonlyMap<string, string>) =>
      tableOf(files, 'dyads')
        .map(({ actor, partner, ...rest }) => ({ pair: [actor, partner].join(), rest: JSON.stringify(rest) }))
        .toSorted((one, other) => (one.rest < other.rest ? -1 : 1));
    const [before, after] = [scoresOf(first.files), scoresOf(second.files)];
    expect(after.map(({ rest }) => rest)).toEqual(before.map(({ rest }) => rest));
    expect(after.map(({ pair }) => pair)).not.toEqual(before.map(({ pair }) => pair));
  });

  test('leaves /export of a participant what it was', async () => {
    const person = persons[1]!;
    person.send('/export');
    await person.until((someone) =>
      someone.messages().some(({ file }) => file?.fileName === 'harmonia-my-data.json'),
    );
  });

  describe('on the command line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'study-export-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const harmonia = (...words: string[]) => {
      const { config } = study.harmonia();
      const url = config.database.mode === 'external' ? config.database.url : '';
      return promisify(execFile)(
        process.execPath,
        ['--conditions=harmonia-source', join(import.meta.dirname, '../../cli/harmonia.ts'), ...words],
        { cwd: folder, env: { ...process.env, DATABASE_URL: url, DATA_DIR: config.dataDir } },
      );
    };

    test('writes the same archive for its owner alone', async () => {
      const file = join(folder, 'pilot.zip');
      const { stdout } = await harmonia('study', 'export', 'Pilot', '--out', file);
      const bytes = readFileSync(file);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(stdout).toContain(createHash('sha256').update(bytes).digest('hex'));
      expect([...unpack(bytes).keys()]).toEqual([...first.files.keys()]);
    });
  });

  test('is refused when fewer than ten people agree to research use', async () => {
    const now = study.clock.now();
    await run(async (uow) => {
      for (const { userId } of people.slice(0, each + 2))
        await recordConsent(uow, {
          userId,
          purpose: 'research',
          granted: false,
          text: '',
          locale: 'en',
          now,
        });
    });
    await type(researcher, '/export_data');
    await says(researcher, /Fewer than 10 people of Pilot/);
    expect(refuser.code).toMatch(/^P-/);
  });
});
