import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../engine/ports/participants.ts';
import { deliverLab } from '../../play/control-panel.ts';
import { createFolderStorage } from '../../app/file-storage.ts';
import { type AppDeps, createApp } from '../../webhooks/app.ts';
import { apiRoutes, otherRoutes } from '../../webhooks/routes-table.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';
import { createWebClient, password } from '../support/web-client.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({ METRICS_TOKEN: 'm'.repeat(40) });
});
const { call, enter, refresh, signIn, staff } = createWebClient(() => study);

const transact = <T>(work: Parameters<ReturnType<TestStudy['harmonia']>['database']['transact']>[0]) =>
  study.harmonia().database.transact(work) as Promise<T>;

/** A participant at a stage who is signed in. */
async function participant(step: Parameters<typeof stagedAt>[1] = 'lab') {
  const staged = await stagedAt(study, step);
  await rowsOf(study, 'UPDATE participants SET about_confirmed_at = now() WHERE user_id = $1', [
    staged.participant.userId,
  ]);
  return { ...staged, ...(await enter(staged.participant.userId)) };
}

describe('the own account', () => {
  test('of a participant is shown with their answers, and without score or id', async () => {
    const { access, email, participant: person } = await participant();
    const { status, json, text } = await call('GET', '/me', { token: access });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      role: 'user',
      email,
      participant: { code: person.code, step: 'lab', cohort: 'Pilot', consents: { face: { granted: true } } },
    });
    expect(text).not.toContain(person.userId);
  });

  test('is corrected by the rules of the chat, as a whole or not at all', async () => {
    const { access: token, participant: person } = await participant('selfie');
    const change = (json: object) => call('PATCH', '/me', { token, json });
    const done = await change({
      displayName: ' Zo\u200be ',
      birthYear: 1988,
      locale: 'es',
      seeksAgeMin: 30,
      seeksAgeMax: 30,
    });
    expect(done.status).toBe(200);
    expect(done.json).toMatchObject({
      locale: 'es',
      participant: { displayName: 'Zoe', birthYear: 1988, seeksAgeMin: 30, seeksAgeMax: 30 },
    });
    const trail = await transact<{ action: string }[]>((uow) => uow.audit.of(person.userId));
    expect(trail.filter(({ action }) => action === 'profile-changed')).toHaveLength(4);

    const thisYear = study.clock.now().getUTCFullYear();
    const refused: [object, string][] = [
      [{ birthYear: thisYear - 17, displayName: 'Ann' }, 'birth-year-minor'],
      [{ birthYear: 1800 }, 'birth-year-invalid'],
      [{ displayName: '…' }, 'name-invalid'],
      [{ seeksAgeMin: 40 }, 'age-invalid'],
      [{ seeksAgeMin: 17 }, ''],
      [{ sex: 'other' }, ''],
      [{ email: 'a@b.invalid' }, ''],
      [{ role: 'admin' }, ''],
      [{ seeks: 'both' }, ''],
      [['x'], ''],
    ];
    for (const [json, message] of refused) {
      const answer = await change(json);
      expect([json, answer.status, answer.json['code']]).toEqual([json, 400, 'bad-request']);
      expect(JSON.stringify(answer.json['problems'])).toContain(message);
    }
    const taken = await participant('selfie');
    expect((await change({ email: taken.email, displayName: 'Ann' })).status).toBe(409);
    expect((await call('GET', '/me', { token })).json).toMatchObject({ participant: { displayName: 'Zoe' } });
  });

  test('keeps answers that the study has fixed, and those not yet given', async () => {
    const { access: token } = await participant('lab');
    const sealed = await call('PATCH', '/me', { token, json: { birthYear: 1980 } });
    expect([sealed.status, sealed.json['code']]).toEqual([409, 'phase-sealed']);
    const early = await stagedAt(study, 'language');
    const { access } = await enter(early.participant.userId);
    const answer = await call('PATCH', '/me', { token: access, json: { displayName: 'Ann' } });
    expect([answer.status, answer.json['code']]).toEqual([409, 'phase-incomplete']);
    const { access: admin } = await staff('admin');
    expect((await call('PATCH', '/me', { token: admin, json: { locale: 'ru' } })).json['locale']).toBe('ru');
    expect((await call('PATCH', '/me', { token: admin, json: { sex: 'male' } })).status).toBe(400);
  });

  test('has its password changed after the present one, which ends every token and chat session', async () => {
    const chat = study.person();
    const { email, access: token, refresh: old, account } = await staff('admin');
    chat.send(`/login ${email} ${password}`);
    await says(chat, /Signed in/);
    const next = 'seven blue umbrellas';
    const change = (json: object) => call('PATCH', '/me/password', { token, json });
    expect((await change({ password: 'wrong', newPassword: next })).json['code']).toBe('wrong-password');
    expect(JSON.stringify((await change({ password, newPassword: 'short' })).json)).toContain('too-short');
    expect((await change({ password, newPassword: next })).status).toBe(204);
    expect((await call('GET', '/me', { token })).status).toBe(401);
    expect((await refresh(old)).status).toBe(400);
    chat.send('/cohorts');
    await says(chat, /not available to you/);
    await expect(signIn(email, password)).rejects.toThrow('400');
    expect((await signIn(email, next)).access).not.toBe('');
    expect(await rowsOf(study, 'SELECT FROM refresh_tokens WHERE user_id = $1', [account.id])).toHaveLength(
      1,
    );
  });

  test('is exported as /export does it, with the times of its sign-ins and no digest', async () => {
    const { access: token, participant: person } = await participant();
    const { status, headers, json, text } = await call('GET', '/me/export', { token });
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(/attachment/);
    const stored = await transact<Record<string, unknown>>((uow) => uow.personalData.export(person.userId));
    expect(Object.keys(json).toSorted()).toEqual(Object.keys(stored).toSorted());
    expect(json['refresh_tokens']).toMatchObject([{ issued_at: expect.anything() as unknown }]);
    expect(text).not.toContain('digest');
    const trail = await transact<{ action: string }[]>((uow) => uow.audit.of(person.userId));
    expect(trail.filter(({ action }) => action === 'exported')).toHaveLength(1);
  });

  test('is erased after its password, with its tokens, and the chat is told', async () => {
    const { access: token, refresh: old, email, participant: person, person: chat } = await participant();
    chat.send('/status');
    await says(chat, /Continue|stage/i);
    const erase = (json: object) => call('DELETE', '/me', { token, json });
    expect((await erase({})).status).toBe(400);
    expect((await erase({ password: 'wrong' })).json['code']).toBe('wrong-password');
    expect((await call('GET', '/me', { token })).status).toBe(200);
    expect((await erase({ password })).status).toBe(204);
    await says(chat, /erased/i);
    expect(await participantOf(study, chat)).toBeUndefined();
    for (const [table, column] of [
      ['users', 'id'],
      ['refresh_tokens', 'user_id'],
      ['participants', 'user_id'],
    ])
      expect(await rowsOf(study, `SELECT FROM ${table} WHERE ${column} = $1`, [person.userId])).toEqual([]);
    expect((await call('GET', '/me', { token })).status).toBe(401);
    expect((await refresh(old)).status).toBe(400);
    await expect(signIn(email, password)).rejects.toThrow('400');
  });

  test('of staff is erased too, but not that of the last admin', async () => {
    const researcher = await staff('researcher');
    expect((await call('DELETE', '/me', { token: researcher.access, json: { password } })).status).toBe(204);
    expect((await call('GET', '/me', { token: researcher.access })).status).toBe(401);
    const admin = await staff('admin');
    await rowsOf(
      study,
      `UPDATE account_state SET disabled_at = now() WHERE user_id IN (SELECT id FROM users WHERE role = 'admin' AND id <> $1)`,
      [admin.account.id],
    );
    const answer = await call('DELETE', '/me', { token: admin.access, json: { password } });
    expect([answer.status, answer.json['code']]).toEqual([409, 'last-admin']);
    await rowsOf(study, 'UPDATE account_state SET disabled_at = NULL');
  });

  test('has a report once there is one; a file that is not stored is made', async () => {
    const { access: token, participant: person } = await participant('cohort');
    const report = (query = '') => call('GET', `/me/report${query}`, { token });
    expect((await report()).json['code']).toBe('not-yet-visible');
    const path = 'reports/synthetic.pdf';
    await createFolderStorage(study.harmonia().config.dataDir).write(path, Buffer.from('%PDF-synthetic'));
    await transact(async (uow) => {
      await uow.reports.request(person.userId, person.cohortId, study.clock.now());
      await uow.reports.markReady(person.userId, { path, docxPath: null }, study.clock.now());
    });
    const pdf = await report();
    expect([pdf.status, pdf.headers.get('content-type'), pdf.text]).toEqual([
      200,
      'application/pdf',
      '%PDF-synthetic',
    ]);
    expect(pdf.headers.get('content-disposition')).toBe('attachment; filename=harmonia-report.pdf');
    const docx = await report('?format=docx');
    expect([docx.status, docx.headers.get('retry-after')]).toEqual([202, '10']);
    for (const query of ['?format=exe', '?format=pdf&format=docx', '?other=1', '?__proto__=1'])
      expect([query, (await report(query)).status]).toEqual([query, 400]);
  });
});

describe('a body', () => {
  test.each([
    ['of another type', { body: 'email=x', type: 'text/plain' }, 415],
    ['that is no JSON', { body: '{"locale": "en"', type: 'application/json' }, 400],
    ['in an unknown charset', { body: '{}', type: 'application/json; charset=iso-8859-1' }, 415],
    [
      'with a reserved member',
      { body: '{"locale": "en", "__proto__": {"role": "admin"}}', type: 'application/json' },
      400,
    ],
    [
      'with a reserved member inside',
      { body: '{"locale": {"__proto__": 1}}', type: 'application/json' },
      400,
    ],
    [
      'that is too large',
      { body: JSON.stringify({ displayName: 'x'.repeat(70_000) }), type: 'application/json' },
      413,
    ],
    ['that is missing', {}, 415],
  ])('%s is answered in words', async (_, options, status) => {
    const { access: token } = await staff('admin');
    const answer = await call('PATCH', '/me', { token, ...options });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: expect.any(String) as unknown });
    expect(answer.text).not.toMatch(/at .*\.(ts|js)|node_modules/);
  });
});

describe('a cohort', () => {
  test('is opened, joined, frozen, scored and released over HTTP, by the rules of the chat', async () => {
    const { access: token, account } = await staff('admin');
    const name = 'Círculo 7/8';
    const post = (path: string, json: object) => call('POST', path, { token, json });
    const opened = await post('/admin/cohorts', { name });
    expect([opened.status, opened.json['state']]).toEqual([201, 'open']);
    expect((await post('/admin/cohorts', { name: ' círculo  7/8 ' })).status).toBe(409);
    expect((await post('/admin/cohorts', { name: '17' })).status).toBe(400);

    const invited = await post('/admin/invitations', { cohort: name, count: 2 });
    const [link] = invited.json['links'] as string[];
    expect([invited.status, link]).toEqual([201, expect.stringMatching(/^https:\/\/t\.me\/\w+\?start=/)]);
    const query = `?cohort=${encodeURIComponent(name)}`;
    const counted = await call('GET', `/admin/invitations${query}`, { token });
    expect(counted.json).toEqual({ cohort: name, issued: 2, used: 0 });
    for (const count of [0, 301, 1.5, '2'])
      expect([count, (await post('/admin/invitations', { cohort: name, count })).status]).toEqual([
        count,
        400,
      ]);

    const step = (which: string, cohort = name) =>
      call('POST', `/admin/cohorts/${encodeURIComponent(cohort)}/${which}`, { token });
    expect((await step('freeze')).json['code']).toBe('cohort-too-small');
    expect((await step('freeze', 'absent')).status).toBe(404);
    expect((await step('melt')).status).toBe(400);
    for (const step_ of ['score', 'release', 'close'])
      expect([step_, (await step(step_)).json['code']]).toEqual([step_, 'cohort-state']);

    const waiting = await stagedAt(study, 'lab', { sex: 'female', seeks: 'male' });
    await stagedAt(study, 'cohort', { sex: 'male', seeks: 'female' });
    const { kits } = (await call('GET', `/admin/kits${query}`, { token })).json as {
      kits: { code: string }[];
    };
    expect(kits).toMatchObject([
      { participant: waiting.participant.code, state: 'issued' },
      { state: 'typed' },
    ]);
    const another = await post('/admin/kits', { participant: waiting.participant.code.toLowerCase() });
    expect(another.status).toBe(201);
    expect(another.json['kit']).not.toBe(kits[0]!.code);
    expect((await post('/admin/kits', { participant: 'P-0000' })).status).toBe(404);

    for (const [which, state] of [
      ['freeze', 'frozen'],
      ['score', 'scored'],
      ['release', 'released'],
      ['close', 'closed'],
    ] as const) {
      const begun = await step(which);
      expect([begun.status, begun.headers.get('location')]).toEqual([202, '/admin/cohorts']);
      await soon(async () => {
        const { cohorts } = (await call('GET', '/admin/cohorts', { token })).json as { cohorts: object[] };
        expect(cohorts).toContainEqual(expect.objectContaining({ name, state }));
      });
    }
    const trail = await rowsOf<{ action: string }>(study, 'SELECT action FROM audit_log WHERE actor = $1', [
      account.id,
    ]);
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'cohort-opened',
        'invite-issued',
        'kit-issued',
        'cohort-frozen',
        'cohort-closed',
      ]),
    );
    expect((await post('/admin/kits', { participant: waiting.participant.code })).json['code']).toBe(
      'phase-closed',
    );

    const { access } = await staff('researcher');
    const research = (path: string) =>
      call('GET', `/research/cohorts/${encodeURIComponent(name)}/${path}`, { token: access });
    const figures = await research('figures?about=validity&locale=es');
    expect(figures.status).toBe(200);
    expect(figures.json).toMatchObject({ cohort: name, about: 'validity', pictures: [] });
    expect(String(figures.json['text'])).toMatch(/diez|10/);
    expect((await research('export')).json['code']).toBe('cohort-too-small');
    for (const path of ['figures?about=answers', 'figures?about=validity&about=scores', 'export?format=csv'])
      expect([path, (await research(path)).status]).toEqual([path, 400]);
  });

  test('shows no figure about outcomes before its look, nor a data set before its release', async () => {
    const { access: token } = await staff('researcher');
    const research = (path: string) => call('GET', `/research/cohorts/Pilot/${path}`, { token });
    expect((await research('export')).json['code']).toBe('cohort-state');
    expect((await research('figures?about=scores')).json['pictures']).toEqual([]);
    expect((await call('GET', '/research/cohorts/absent/export', { token })).status).toBe(404);
  });

  test('has its deliveries shown to admins row by row, without a typing', async () => {
    const { participant: person } = await stagedAt(study, 'lab');
    await deliverLab(study.harmonia(), 'x');
    const { access: token } = await staff('admin');
    const list = await call('GET', '/admin/imports?limit=1', { token });
    const [newest] = list.json['deliveries'] as { id: string; rows: number; accepted: number }[];
    expect(newest!.accepted).toBeGreaterThan(0);
    const { json, text } = await call('GET', `/admin/imports/${newest!.id}`, { token });
    const kit = await transact<{ code: string }>((uow) => uow.biology.kitOf(person.userId));
    expect(json['rowReports']).toContainEqual(expect.objectContaining({ kit: kit.code, status: 'imported' }));
    expect(text).not.toMatch(/\*\d\d:/);
    for (const path of ['?limit=0', '?limit=101', '?offset=-1', '?page=2', '/0123456789abcdef', '/..%2f'])
      expect([path, (await call('GET', `/admin/imports${path}`, { token })).status]).toEqual([
        path,
        path === '/0123456789abcdef' ? 404 : 400,
      ]);
  });
});

describe('routes by role', () => {
  const listed = [...apiRoutes, ...otherRoutes];
  const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

  test('every route that the server answers stands in the table, once, and no other does', () => {
    const app = createApp({
      telegram: { secret: 'x' },
      metrics: { token: 'x' },
      checks: {},
    } as unknown as AppDeps);
    const { stack } = app.router as unknown as {
      stack: { route?: { path: string | string[]; methods: Record<string, boolean> } }[];
    };
    const served = stack.flatMap(({ route }) =>
      [route?.path ?? []]
        .flat()
        .flatMap((path) =>
          Object.keys(route!.methods).map((method) =>
            keyOf({ method, path: path.replaceAll(/:(\w+)/g, '{$1}') }),
          ),
        ),
    );
    expect(served.toSorted()).toEqual(listed.map(keyOf).toSorted());
  });

  test('each route lets in the roles of its row and refuses every other caller', async () => {
    const tokens: Record<Role, string> = {
      user: (await participant()).access,
      admin: (await staff('admin')).access,
      researcher: (await staff('researcher')).access,
    };
    for (const { method, path, access } of listed) {
      const address = path.replaceAll(/\{\w+\}/g, 'absent');
      const verdictOf = async (token?: string) => {
        const { status, json } = await call(
          method.toUpperCase(),
          address,
          token === undefined ? {} : { token },
        );
        if (status === 401) return 'unknown';
        return status === 403 && json['code'] === 'forbidden' ? 'refused' : 'let in';
      };
      const open = access === 'anyone';
      const right = typeof access === 'string' && !open;
      // The route of Telegram exists with a webhook only: test/webhooks/telegram-updates.test.ts.
      if (access === 'telegram') continue;
      expect([path, await verdictOf()]).toEqual([path, open ? 'let in' : 'unknown']);
      for (const role of ['user', 'admin', 'researcher'] as const) {
        const expected = right ? 'unknown' : open || access.includes(role) ? 'let in' : 'refused';
        expect([method, path, role, await verdictOf(tokens[role])]).toEqual([method, path, role, expected]);
      }
    }
  });
});
