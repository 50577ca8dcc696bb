import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import createClient from 'openapi-fetch';
import openapiTS, { astToString } from 'openapi-typescript';
import { sign } from '../../webhooks/lab-signature.ts';
import { labReport } from '../../webhooks/lab-answers.ts';
import { openApiDocument } from '../../webhooks/openapi.ts';
import { apiRoutes, otherRoutes } from '../../webhooks/routes-table.ts';
import { csvOf, labKeys, labKeysVariable } from '../support/laboratory.ts';
import { stagedAt } from '../support/staged-study.ts';
import { startTestStudy, type TestStudy } from '../support/study.ts';
import type { paths } from '../support/web-api-types.ts';
import { createWebClient, password } from '../support/web-client.ts';

const home = new URL('../../', import.meta.url);
const typesFile = new URL('test/support/web-api-types.ts', home);

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({ LAB_KEYS: labKeysVariable });
});
const { call, enter, staff } = createWebClient(() => study);

interface Operation {
  operationId: string;
  security: Record<string, unknown>[];
  'x-roles'?: string[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: { additionalProperties?: boolean } }> };
  responses: Record<string, { description: string }>;
}

describe('the document of the routes', () => {
  test('names every route with its roles, once, in OpenAPI 3.1', async () => {
    const { status, json } = await call('GET', '/openapi.json');
    expect([status, json['openapi']]).toEqual([200, '3.1.0']);
    const listed = json['paths'] as Record<string, Record<string, Operation>>;
    const names = new Set<string>();
    for (const { path, method, access } of [...apiRoutes, ...otherRoutes]) {
      const operation = listed[path]![method]!;
      names.add(operation.operationId);
      expect([path, operation['x-roles']]).toEqual([path, Array.isArray(access) ? access : undefined]);
      expect(operation.security).toHaveLength(access === 'anyone' ? 0 : 1);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)]).toEqual(
        [path, inPath],
      );
    }
    expect(names.size).toBe(apiRoutes.length + otherRoutes.length);
    expect(listed['/me']!['patch']!.requestBody!.content['application/json']!.schema).toMatchObject({
      additionalProperties: false,
      properties: { birthYear: { type: 'integer' }, locale: { enum: ['en', 'es', 'ru'] } },
    });
    expect(Object.keys(listed['/webhooks/hla']!['post']!.requestBody!.content)).toContain('text/csv');
  });

  test('is what the types of the client were made of', async () => {
    const made = await openapiTS(JSON.stringify(openApiDocument('0')));
    const head =
      '/* eslint-disable */\n// Made of the document of the routes. Made anew by: npm run client-types\n';
    const text = head + astToString(made);
    if (process.env['WRITE_CLIENT_TYPES']) writeFileSync(typesFile, text);
    expect(readFileSync(typesFile, 'utf8')).toBe(text);
  });
});

describe('a client that is made of the document', () => {
  const clientOf = (token?: string) =>
    createClient<paths>({
      baseUrl: study.harmonia().url,
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    });

  test('walks a delivery of a laboratory', async () => {
    const { participant } = await stagedAt(study, 'lab');
    const kit = await study.harmonia().database.transact((uow) => uow.biology.kitOf(participant.userId));
    const body = csvOf([kit!.code, 'x']);
    const deliver = async (id: string) => {
      const header = sign(labKeys.first, { id, body: Buffer.from(body), now: new Date() });
      return clientOf().POST('/webhooks/hla', {
        params: { header: header as never, query: id.startsWith('dryrun.') ? { dryRun: '1' } : {} },
        body,
        bodySerializer: (text) => text,
        headers: { 'content-type': 'text/csv' },
      });
    };
    const tried = await deliver('dryrun.client-1');
    expect(tried.data).toMatchObject({ dryRun: true, imported: 1 });
    const { data, response } = await deliver('client-1');
    expect(response.status).toBe(200);
    expect(labReport.parse(data).rows).toMatchObject([{ participant: kit!.code, status: 'imported' }]);

    const { access } = await staff('admin');
    const { data: imports } = await clientOf(access).GET('/admin/imports', {
      params: { query: { limit: 1 } },
    });
    const [newest] = imports!.deliveries;
    expect(newest).toMatchObject({ lab: 'north', accepted: 1 });
    const { data: report } = await clientOf(access).GET('/admin/imports/{id}', {
      params: { path: { id: newest!.id } },
    });
    expect(report!.rowReports[0]!.kit).toBe(kit!.code);
  });

  test("walks a participant's account, export and erasure", async () => {
    const { participant } = await stagedAt(study, 'cohort');
    const { email } = await enter(participant.userId);
    const { data: tokens } = await clientOf().POST('/oauth/token', {
      body: { grant_type: 'password', username: email, password },
      bodySerializer: (form) => new URLSearchParams(form as Record<string, string>).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const me = clientOf(tokens!.access_token);
    const { data: account } = await me.GET('/me');
    expect(account!.participant!.code).toBe(participant.code);
    const { data: exported } = await me.GET('/me/export');
    expect(Object.keys(exported!)).toEqual(expect.arrayContaining(['participants', 'consents', 'users']));
    const { error: early, response } = await me.GET('/me/report', { params: { query: { format: 'pdf' } } });
    expect([response.status, early!.code]).toEqual([403, 'not-yet-visible']);
    const { response: erased } = await me.DELETE('/me', { body: { password } });
    expect(erased.status).toBe(204);
    expect((await me.GET('/me')).response.status).toBe(401);
  });
});

describe('the page of the routes', () => {
  test('comes from this server alone, without a script in the page', async () => {
    const { status, text, headers } = await call('GET', '/docs');
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toMatch(/default-src 'none'; script-src 'self';/);
    expect(text).not.toMatch(/<script>|<script [^>]*>[^<]|\son\w+=|https?:/);
    const used = [...text.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, path]) => path!);
    expect(used).toHaveLength(4);
    for (const path of used) {
      const part = await call('GET', `/${path}`);
      expect([path, part.status, part.bytes.length > 50]).toEqual([path, 200, true]);
      expect(part.headers.get('content-type')).toMatch(/^(text\/(css|javascript)|image\/png)/);
    }
    expect(study.logged()).not.toContain('/docs/');
    for (const part of [
      'absent.js',
      '__proto__',
      'constructor',
      '..%2fpackage.json',
      '%2e%2e%2fpackage.json',
    ])
      expect([part, (await call('GET', `/docs/${part}`)).status]).toEqual([part, 404]);
  });
});

test('the examples of docs/web-api.md work as they stand', async () => {
  const text = readFileSync(new URL('docs/web-api.md', home), 'utf8');
  const examples = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code]) => code!);
  expect(examples.length).toBeGreaterThan(4);
  const admin = await staff('admin');
  const folder = await mkdtemp(join(tmpdir(), 'harmonia-curl-'));
  try {
    const { stdout } = await promisify(execFile)('bash', ['-euc', examples.join('\n')], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        API: study.harmonia().url,
        EMAIL: admin.email,
        PASSWORD: password,
        COHORT: 'Pilot',
      },
    });
    expect(stdout).toContain('"cohorts"');
    expect(stdout).toContain('https://t.me/');
    expect(stdout).toContain('invalid_grant');
  } finally {
    await rm(folder, { recursive: true });
  }
});
