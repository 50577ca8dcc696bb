import { beforeAll, describe, expect, test } from '@jest/globals';
import { commandsOf } from '../../bot/turn/command-list.ts';
import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { CohortId, Participant, UserId } from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { freezeCohort } from '../../engine/protocol/cohort.ts';
import { countedAnswers } from '../../engine/protocol/counted-answers.ts';
import { checkDeclaration } from '../../engine/protocol/declaration-file.ts';
import { figuresPermit } from '../../engine/protocol/figures-gate.ts';
import { figuresInput, type GatedFigures } from '../../engine/protocol/pilot-figures.ts';
import type { Registration } from '../../engine/protocol/registration.ts';
import { rehearseFreeze } from '../../engine/protocol/rehearsal.ts';
import { releaseCohort } from '../../engine/protocol/release.ts';
import { scoreCohort } from '../../engine/protocol/score-cohort.ts';
import type { Person } from '../../sandbox/server.ts';
import { pagesOf } from '../support/pdf-text.ts';
import { soon } from '../support/soon.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

const women = 10;
const all = 2 * women;
const dayMs = 86_400_000;

let study: TestStudy;
let admin: Person;
let researcher: Person;
let people: { person: Person; participant: Participant }[];
beforeAll(async () => {
  study = await startTestStudy({
    LOOKS: '0.6,1',
    PROFILES_PER_PERSON: '3',
    CLOSE_AFTER_DAYS: '10',
    CODE_VERSION: 'test-build',
  });
  admin = await study.staff('admin');
  researcher = await study.staff('researcher');
  people = [];
  for (let index = 0; index < all; index++) {
    const [sex, seeks] = index < women ? (['female', 'male'] as const) : (['male', 'female'] as const);
    // The first woman has no lab result yet; the last man agreed to no research.
    const research = index !== all - 1;
    people.push(await stagedAt(study, index === 0 ? 'lab' : 'cohort', { sex, seeks, research }));
  }
});

const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> =>
  study.harmonia().database.transact(work);
/** What the figures of the cohort are made of, or only the response. */
const gated = async (): Promise<GatedFigures> =>
  run(async (uow) => figuresInput(uow, study.harmonia().study, await cohort()));
const cohort = async (): Promise<Cohort> => (await run((uow) => uow.cohorts.latest()))!;
const auditOf = (action: string) =>
  rowsOf<{ details: Record<string, unknown>; actor: string }>(
    study,
    'SELECT actor, details FROM audit_log WHERE action = $1 ORDER BY id',
    [action],
  );

/**
 * These participants answer about each profile and close their answers: rows as the chat leaves them, all at once. The
 * first one is not to be introduced to the first profile.
 */
async function answerAll(from: number, to: number): Promise<void> {
  const viewers = people.slice(from, to).map(({ participant }) => participant.userId);
  const now = study.clock.now();
  await rowsOf(
    study,
    `INSERT INTO outcomes (viewer, shown, cohort_id, wtm, would_meet, excluded_reason, shown_at, answered_at)
     SELECT viewer, shown, cohort_id, 1 + position * 3, CASE WHEN viewer <> $3 OR position > 0 THEN position = 1 END,
       CASE WHEN viewer = $3 AND position = 0 THEN 'known' END, $2, $2
     FROM assignments WHERE viewer = ANY($1)
     ON CONFLICT (viewer, shown) DO UPDATE SET
       wtm = excluded.wtm, would_meet = excluded.would_meet, excluded_reason = excluded.excluded_reason`,
    [viewers, now, people[0]!.participant.userId],
  );
  await rowsOf(
    study,
    `INSERT INTO reports (user_id, cohort_id, status, requested_at)
     SELECT user_id, cohort_id, 'delivered', $2 FROM participants WHERE user_id = ANY($1)`,
    [viewers, now],
  );
  const { id } = await cohort();
  await run((uow) => uow.jobs.enqueue('open-look', { cohortId: id }, { singletonKey: id }));
}

/** Every text that follows a command, with the names and captions of the pictures, for as long as one looks. */
async function ask(
  person: Person,
  command: string,
): Promise<{ text: string; pictures: string[]; captions: string }> {
  const before = person.lastFromBot()?.id ?? 0;
  const later = () => person.messages().filter(({ id, from }) => id > before && from === 'bot');
  person.send(command);
  await person.until(() => later().length > 0);
  return {
    get text() {
      return later()
        .map(({ text }) => text ?? '')
        .join('\n');
    },
    get pictures() {
      return later().flatMap(({ file }) => (file?.fileName?.endsWith('.png') ? [file.fileName] : []));
    },
    get captions() {
      return later()
        .flatMap(({ file, text }) => (file ? [text ?? ''] : []))
        .join('\n');
    },
  };
}

/** The messages of a chat that say what came out of the cohort. */
const resultsIn = ({ person }: { person: Person }): string[] =>
  person
    .messages()
    .flatMap(({ text }) => (/^(What came out|Что получилось) /u.test(text ?? '') ? [text!] : []));
const tellResults = () => run((uow) => uow.jobs.enqueue('tell-results', {}));

/** The newest report on the cohort in a chat. */
const reportIn = (person: Person) =>
  person.messages().findLast(({ file }) => file?.fileName === 'harmonia-cohort-report.pdf');

describe('a rehearsal', () => {
  test('shows what a freeze would declare, who lacks a result and how fast people finish, and changes nothing', async () => {
    const before = await rowsOf(
      study,
      'SELECT * FROM cohorts, LATERAL (SELECT count(*) FROM audit_log) AS a',
    );
    const { id: cohortId } = await cohort();
    const rehearsal = await run((uow) =>
      rehearseFreeze(uow, { cohortId, study: study.harmonia().study, now: study.clock.now() }),
    );
    const { registration } = rehearsal;
    expect(rehearsal).toMatchObject({ enough: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(rehearsal.finishedPerWeek).toBe(all);
    expect(registration.included).toHaveLength(all);
    expect(registration.missingLab).toEqual([people[0]!.participant.code]);
    const { expected } = registration;
    expect(expected).toMatchObject({ people: all, consenting: all - 1, eligiblePairs: women ** 2 });
    expect(expected.profiles + expected.unmetCapacity).toBe(3 * all);
    expect(expected.profiles).toBeGreaterThan(2.5 * all);
    expect(
      await rowsOf(study, 'SELECT * FROM cohorts, LATERAL (SELECT count(*) FROM audit_log) AS a'),
    ).toEqual(before);
  });
});

describe('/freeze', () => {
  let file: { hash: string; preregistration: Registration };
  beforeAll(async () => {
    await type(admin, '/freeze');
    await choose(admin, 'yes');
    await says(admin, /frozen with 20 participants/);
    const document = admin.messages().find((message) => message.file?.kind === 'document')!.file!;
    expect(document.fileName).toBe('declaration-Pilot.json');
    file = JSON.parse(study.sandbox.file(document.id).toString()) as typeof file;
  });

  test('sends a declaration whose hash is the stored one and can be recomputed', async () => {
    expect(checkDeclaration(JSON.stringify(file))).toEqual({ hash: file.hash, differences: [] });
    const { preregistration, preregistrationHash, declarationText } = await cohort();
    expect(preregistrationHash).toBe(file.hash);
    expect(preregistration).toEqual(file.preregistration);
    expect(declarationText).toContain(file.hash);
    const [written] = await auditOf('declaration-written');
    expect(written!.details).toMatchObject({ hash: file.hash });
  });

  test('registers looks, metrics, the closing rule, versions and the smallest effect of such a cohort', () => {
    const { analysis, expected, ...declared } = file.preregistration;
    expect(declared).toMatchObject({ cohort: 'Pilot', codeVersion: 'test-build', languages: ['en'] });
    expect(Object.values(declared.seals)).toHaveLength(all);
    expect(declared.seals[people[0]!.participant.code]).not.toMatch(/-$/);
    expect(analysis).toMatchObject({
      alpha: 0.05,
      looks: { shares: [0.6, 1] },
      closing: { daysAfterRelease: 10, lateDays: 7 },
      beforeMeeting: {
        primary: { score: 'visual' },
        negativeControls: [{ score: 'personality' }, { score: 'biological' }],
      },
      followUp: { primary: { score: 'fused' } },
    });
    expect(expected).toMatchObject({ followUp: 'exploratory' });
    expect(expected.smallestEffect.auc).toBeGreaterThan(0.6);
  });

  test('says it in words too, without naming a participant', () => {
    const text = admin.messages().find((message) => /Declaration of Pilot/.test(message.text ?? ''))!.text!;
    expect(text).toMatch(/of these without a lab result: 1/);
    expect(text).toMatch(/exploratory, with intervals and without a test/);
    expect(text).toMatch(/Look 1: when 60 % .* Boundary: 2\.\d+/);
    expect(text).not.toMatch(/P-[2-9A-Z]{4}/);
  });
});

describe('blinding', () => {
  const outcomeFigure =
    /AUC: .*: \d|Within viewers: .*: \d|WtM: .*: .?\d|Compatibility only|answers of \d|% said yes/;
  const blind = [
    'harmonia-progress.png',
    'harmonia-scores.png',
    'harmonia-reliability.png',
    'harmonia-exposure.png',
  ];

  test('before the first look no command of researcher or admin shows a figure that depends on the answers', async () => {
    await type(admin, '/score');
    await says(admin, /Scored\. People/);
    await type(admin, '/release');
    await choose(admin, 'yes');
    await says(admin, /The answers close on \d{4}-\d\d-\d\d/);
    await answerAll(0, women);
    const staff = [
      [researcher, commandsOf.researcher],
      [admin, commandsOf.admin],
    ] as const;
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    for (const [person, commands] of staff)
      for (const command of commands.filter((name) => name !== 'logout'))
        answers.push(await ask(person, `/${command}`));
    const drawn = () => new Set(answers.flatMap(({ pictures }) => pictures));
    await soon(() => expect([...drawn()].toSorted()).toEqual(blind.toSorted()), 30_000);
    for (const { text, captions } of answers) expect(text + captions).not.toMatch(outcomeFigure);
    const report = await researcher.until(() => reportIn(researcher), 60_000);
    expect((await pagesOf(study.sandbox.file(report.file!.id))).join('\n')).not.toMatch(outcomeFigure);
    expect(answers.map(({ text }) => text).join('\n')).toMatch(
      /from the first registered look on[\s\S]*Fewer than 10 people have closed/,
    );
    await run(async (uow) => {
      expect(await figuresPermit(uow, await cohort())).toBeUndefined();
    });
    expect((await ask(researcher, '/looks')).text).toMatch(
      /Look 1 at 60 %: not open yet[\s\S]*Closed their answers: withheld, of 19[\s\S]*response rates only/,
    );
  });

  test('a look opens when its share of the viewers has closed, and is in the audit log with its number', async () => {
    await answerAll(women, women + 2);
    await soon(async () => expect(await auditOf('look-opened')).toHaveLength(1));
    const [opened] = await auditOf('look-opened');
    expect(opened!.details).toMatchObject({ look: 1, viewers: 19, closedViewers: 12 });
    const validity = await ask(researcher, '/validity Pilot');
    expect(validity.text).toMatch(/Cohort Pilot: the figures and the pictures follow/);
    await soon(() => expect(validity.pictures).toContain('harmonia-auc-by-phase.png'), 30_000);
    expect(validity.text).toMatch(
      /Figures of look 1;[\s\S]*\d\d answers of 12 people[\s\S]*AUC: Face .*: 0\.\d\d/,
    );
    expect(validity.captions).toMatch(/n = \d\d answers of 12 people\. By face the AUC is 0\.\d\d/);
    const fairness = await ask(researcher, '/fairness');
    await soon(() => expect(fairness.text).toMatch(/Viewers, by sex/));
    const reported = await ask(researcher, '/report_cohort');
    await soon(
      () => expect(reported.captions).toMatch(/The report on cohort Pilot, with its declaration/),
      60_000,
    );
    const pdf = reportIn(researcher)!;
    const pages = (await pagesOf(study.sandbox.file(pdf.file!.id))).join('\n');
    expect(pages).toContain((await cohort()).preregistrationHash!);
    expect(pages).toMatch(/Declaration of Pilot[\s\S]*Boundary: 2\.\d+/);
    expect(pages).not.toMatch(/P-[2-9A-Z]{4}/);
    expect(await auditOf('cohort-reported')).toHaveLength(2);
    expect((await ask(researcher, '/scores Nowhere')).text).toMatch(/no cohort “Nowhere”/);
    expect((await run((uow) => uow.audit.verify())).brokenAt).toBeNull();
  });

  test('the person shown need not have closed theirs, but both must have agreed to research use', async () => {
    const permit = (await run(async (uow) => figuresPermit(uow, await cohort())))!;
    const { counted, excluded } = await run((uow) => countedAnswers(uow, permit));
    const refuser = people.at(-1)!.participant.userId;
    const rows = await rowsOf<{ reason: string | null }>(
      study,
      `SELECT excluded_reason AS reason FROM outcomes JOIN reports ON user_id = viewer WHERE shown <> $1`,
      [refuser],
    );
    expect(counted).toHaveLength(rows.filter(({ reason }) => reason === null).length);
    expect(excluded).toBe(rows.length - counted.length);
    const closed = new Set(
      (await rowsOf<{ id: UserId }>(study, 'SELECT user_id AS id FROM reports')).map(({ id }) => id),
    );
    expect(counted.some(({ shown }) => !closed.has(shown))).toBe(true);
  });

  test('until the next look the figures stay those of this one, however many answer', async () => {
    const before = await gated();
    study.clock.advance(1000);
    await answerAll(women + 2, women + 6);
    expect(await gated()).toEqual(before);
    expect(await auditOf('look-opened')).toHaveLength(1);
  });

  test('a look cannot be changed or deleted', async () => {
    await expect(rowsOf(study, 'UPDATE looks SET boundary = 0')).rejects.toThrow();
    await expect(rowsOf(study, 'DELETE FROM looks')).rejects.toThrow();
  });
});

describe('/close', () => {
  const late = () => people[women + 6]!;

  test('ends the answers after a yes, opens the last look, and tells participants', async () => {
    await type(late().person, '/continue');
    // The others have never written to the bot, so that Telegram delivers nothing to them.
    for (const { person } of people.slice(0, 4)) await type(person, '/continue');
    await run((uow) => uow.participants.update(people[2]!.participant.userId, { locale: 'ru' }));
    people[1]!.person.block(true);
    await tellResults();
    await type(admin, '/close nothing of that name');
    await says(admin, /no cohort “/);
    await type(admin, '/close Pilot');
    await says(admin, /Closed theirs: 16\. Not yet: 4;/);
    await choose(admin, 'yes');
    await says(admin, /Answered: 16\. Missing: 4\./);
    await soon(async () => expect(await auditOf('look-opened')).toHaveLength(2));
    expect((await auditOf('look-opened'))[1]!.details).toMatchObject({ look: 2, closedViewers: 16 });
    expect((await auditOf('cohort-closed'))[0]!.details).toEqual({ answered: 16, missing: 4 });
    await late().person.until(() =>
      late()
        .person.messages()
        .some(({ text }) => /do not count for the study/.test(text ?? '')),
    );
    await people[0]!.person.until(() =>
      people[0]!.person.messages().some(({ text }) => /Yours are in/.test(text ?? '')),
    );
    await type(admin, '/close');
    await says(admin, /no released cohort/);
    expect((await ask(researcher, '/looks')).text).toMatch(/is closed[\s\S]*Look 2 at 100 %: opened/);
  });

  test('tells those who answered what came out, once and in their language, a blocked chat after its return', async () => {
    for (const index of [0, 2, 3]) await soon(() => expect(resultsIn(people[index]!)).toHaveLength(1));
    const [text] = resultsIn(people[0]!);
    expect(text).toMatch(
      /Before the first answer, the study registered[\s\S]*\d\d answers of 16 people count/,
    );
    // Sixteen people whose pairs are drawn anew each time: now and then their answers are too few for a range.
    expect(text).toMatch(
      /in \d+(\.\d+)? of 100 comparisons(; the answers fit any number from \d+|, and guessing .* too few answers)/,
    );
    expect(text).toMatch(/What this does not say[\s\S]*(HLA: \d+|What people say)/);
    expect(resultsIn(people[2]!)).toEqual([expect.stringMatching(/^Что получилось[\s\S]*из 100 сравнений/u)]);
    const { results } = await cohort();
    expect(results).toMatchObject({ registered: true, viewers: 16 });
    people[1]!.person.block(false);
    await tellResults();
    await soon(() => expect(resultsIn(people[1]!)).toHaveLength(1));
    const told = await rowsOf(study, 'SELECT results_told_at FROM participants ORDER BY code');
    // A participant who leaves changes nothing of what the others are told.
    await rowsOf(study, `UPDATE participants SET status = 'withdrawn' WHERE user_id = $1`, [
      people[women + 8]!.participant.userId,
    ]);
    await study.restart();
    await tellResults();
    await type(people[3]!.person, '/help');
    expect(await rowsOf(study, 'SELECT results_told_at FROM participants ORDER BY code')).toEqual(told);
    expect(people.flatMap(resultsIn)).toHaveLength(4);
    expect((await cohort()).results).toEqual(results);
    expect(await auditOf('results-computed')).toHaveLength(1);
    expect(resultsIn(late())).toEqual([]);
  });

  test('lets a late participant answer for seven days, for a report that does not count', async () => {
    const { person } = late();
    const before = await gated();
    await says(person, /How much/);
    for (let profile = 0; profile < 3; profile++) {
      await choose(person, '5');
      await choose(person, 'no');
    }
    await choose(person, 'seal');
    await person.until(() => person.messages().some(({ file }) => file?.kind === 'document'));
    study.clock.advance(1000);
    expect(await gated()).toEqual(before);
    expect(await auditOf('look-opened')).toHaveLength(2);
    await tellResults();
    await soon(() => expect(resultsIn(late())).toEqual([resultsIn(people[0]!)[0]]));
    expect(resultsIn(people[women + 7]!)).toEqual([]);
  });

  test('takes no answer after these seven days, and says so', async () => {
    const { person } = people[women + 7]!;
    await type(person, '/continue');
    await says(person, /How much/);
    study.clock.advance(7 * dayMs + 1000);
    person.tap(person.lastFromBot()!.buttons![0]![0]!.data!);
    await says(person, /The time for answers is over[\s\S]*\/delete_my_data/);
    expect(
      await rowsOf(study, 'SELECT FROM outcomes WHERE viewer = $1 AND wtm IS NOT NULL', [
        people[women + 7]!.participant.userId,
      ]),
    ).toEqual([]);
    await tellResults();
    await soon(() => expect(resultsIn(people[women + 7]!)).toHaveLength(1));
    expect(
      await rowsOf(study, `SELECT FROM participants WHERE status = 'withdrawn' AND results_told_at IS NULL`),
    ).toHaveLength(1);
  });

  test('comes by itself on the closing date, and a cohort of an earlier version has none', async () => {
    const first = await cohort();
    const by = (await rowsOf<{ id: UserId }>(study, `SELECT id FROM users WHERE role = 'admin'`))[0]!.id;
    const { study: stages } = study.harmonia();
    const now = study.clock.now();
    const released = async (name: string, change: string): Promise<CohortId> => {
      study.clock.advance(1000);
      const { id: cohortId } = await run((uow) => uow.cohorts.create({ name, createdAt: study.clock.now() }));
      await stagedAt(study, 'cohort', { sex: 'female', seeks: 'male' });
      await stagedAt(study, 'cohort', { sex: 'male', seeks: 'female' });
      await run((uow) => freezeCohort(uow, stages.digest, { cohortId, by, study: stages, now }));
      await scoreCohort(study.harmonia().database, stages, { cohortId, now });
      await rowsOf(study, `UPDATE cohorts SET preregistration = preregistration ${change} WHERE id = $1`, [
        cohortId,
      ]);
      await run((uow) => releaseCohort(uow, { cohortId, now }));
      return cohortId;
    };
    const dated = await released('Dated', '');
    const undated = await released('Undated', `- 'analysis'`);
    study.clock.advance(11 * dayMs);
    await run((uow) => uow.jobs.enqueue('close-due', {}));
    await soon(async () => expect((await run((uow) => uow.cohorts.byId(dated)))!.closedAt).not.toBeNull());
    expect((await auditOf('cohort-closed')).at(-1)).toMatchObject({
      actor: 'system',
      details: { missing: 2 },
    });
    const old = (await run((uow) => uow.cohorts.byId(undated)))!;
    expect(old).toMatchObject({ closesAt: null, closedAt: null });
    expect(await run((uow) => figuresPermit(uow, old))).toMatchObject({ look: null, until: new Date(0) });
    expect((await run((uow) => uow.cohorts.byId(first.id)))!.closedAt).toEqual(first.closedAt);
    const stats = await ask(await study.staff('researcher'), '/stats');
    await soon(() => expect(stats.text).toMatch(/nothing can be shown before ten people/i));
  });
});
