import { z } from 'zod';
import type { Account, Participant } from '../engine/ports/participants.ts';
import type { UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { adultAge, oldestAge } from '../engine/protocol/about-answers.ts';
import { eraseStaff, changePassword, givenEmail, isUsableEmail } from '../engine/protocol/own-account.ts';
import { stepOf } from '../engine/protocol/participant-record.ts';
import { reportFile } from '../engine/protocol/report-file.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { confirmPassword } from './confirm-password.ts';
import { type AccountChange, correctAccount } from './correct-account.ts';
import { InvalidRequest } from './invalid-request.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, route, type WebApiDeps } from './route.ts';

const everyRole = ['user', 'admin', 'researcher'] as const;
const tag = 'My account';
const locale = z.enum(['en', 'es', 'ru']);
const moment = z.iso.datetime();

const participantShape = z.object({
  code: z.string().describe('The pseudonym under which staff know this participant'),
  cohort: z.string(),
  step: z.string().describe('The stage of the study, or `withdrawn`'),
  displayName: z.string().nullable(),
  sex: z.enum(['female', 'male']).nullable(),
  seeks: z.enum(['female', 'male', 'both']).nullable(),
  birthYear: z.int().nullable(),
  seeksAgeMin: z.int().nullable(),
  seeksAgeMax: z.int().nullable(),
  consents: z.record(z.string(), z.object({ granted: z.boolean(), textVersion: z.string(), at: moment })),
});
const accountShape = z.object({
  role: z.enum(everyRole),
  email: z.string().nullable().describe('Null until it was given'),
  fullName: z.string().nullable(),
  locale: locale.nullable(),
  createdAt: moment,
  participant: participantShape.nullable().describe('Null for staff'),
});

const changeShape = z
  .strictObject({
    email: z.email().max(255).toLowerCase().refine(isUsableEmail, 'expected an address that can exist'),
    locale,
    displayName: z.string().max(400),
    sex: z.enum(['female', 'male']),
    birthYear: z.int(),
    seeksAgeMin: z.int().min(adultAge).max(oldestAge),
    seeksAgeMax: z.int().min(adultAge).max(oldestAge),
  })
  .partial();

const passwordShape = z.strictObject({
  password: z.string().max(1000).describe('The present one'),
  newPassword: z.string().max(1000),
});
const eraseShape = z.strictObject({ password: z.string().max(1000) });
const formatQuery = z.strictObject({ format: z.enum(['pdf', 'docx']).default('pdf') });

/** The routes with which every account sees, corrects, exports and erases its own data. */
export const meRoutes: readonly ApiRoute[] = [
  route({
    method: 'get',
    path: '/me',
    access: everyRole,
    tag,
    summary: 'The account, and what its participant answered about themselves',
    answers: { 200: { description: 'The account', schema: accountShape } },
    handle: async ({ transactions }, { account }) => ({
      json: await transactions.transact((uow) => ownAccount(uow, account!)),
    }),
  }),
  route({
    method: 'patch',
    path: '/me',
    access: everyRole,
    tag,
    summary: 'Corrects the account; the study decides until when an answer can be corrected',
    body: changeShape,
    answers: {
      200: { description: 'The account as it is now', schema: accountShape },
      409: { description: 'The address is taken, or the answer is fixed by now' },
    },
    handle: correct,
  }),
  route({
    method: 'delete',
    path: '/me',
    access: everyRole,
    tag,
    summary: 'Erases the account and all its data, as /delete_my_data does in the chat',
    body: eraseShape,
    answers: {
      204: { description: 'Everything is erased' },
      403: { description: 'The password is not right' },
      409: { description: 'The last admin cannot be removed' },
    },
    handle: erase,
  }),
  route({
    method: 'patch',
    path: '/me/password',
    access: everyRole,
    tag,
    summary: 'Sets another password and ends all sessions of the account',
    body: passwordShape,
    answers: {
      204: { description: 'The password is changed; sign in anew' },
      403: { description: 'The present password is not right' },
    },
    handle: setPassword,
  }),
  route({
    method: 'get',
    path: '/me/export',
    access: everyRole,
    tag,
    summary: 'All stored data about the account, as /export sends them to the chat',
    answers: {
      200: {
        description: 'Rows by table',
        schema: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
      },
    },
    handle: exportData,
  }),
  route({
    method: 'get',
    path: '/me/report',
    access: ['user'],
    tag,
    summary: 'The match report as a file',
    query: formatQuery,
    answers: {
      200: { description: 'The report', file: 'application/octet-stream' },
      202: {
        description: 'The report is being made; `Retry-After` says when to ask again',
        schema: z.object({ status: z.literal('preparing') }),
      },
      403: { description: 'There is no report yet' },
    },
    handle: report,
  }),
];

async function ownAccount(uow: UnitOfWork, { id }: Account): Promise<z.output<typeof accountShape>> {
  const account = await uow.accounts.byId(id);
  if (!account) throw new HarmoniaError('unauthorized', 'the account was erased');
  const participant = await uow.participants.byUser(id);
  return {
    role: account.role,
    email: givenEmail(account.email) ?? null,
    fullName: account.fullName,
    locale: participant?.locale ?? account.locale,
    createdAt: account.createdAt.toISOString(),
    participant: participant ? await ownAnswers(uow, participant) : null,
  };
}

async function ownAnswers(
  uow: UnitOfWork,
  participant: Participant,
): Promise<z.output<typeof participantShape>> {
  const { code, displayName, sex, seeks, birthYear, seeksAgeMin, seeksAgeMax } = participant;
  const consents = await uow.consents.current(participant.userId);
  return {
    ...{ code, displayName, sex, seeks, birthYear, seeksAgeMin, seeksAgeMax },
    cohort: (await uow.cohorts.byId(participant.cohortId))?.name ?? '',
    step: await stepOf(uow, participant),
    consents: Object.fromEntries(
      [...consents].map(([purpose, { granted, textVersion, at }]) => [
        purpose,
        { granted, textVersion, at: at.toISOString() },
      ]),
    ),
  };
}

async function correct(
  { transactions }: WebApiDeps,
  { account, body, now }: ApiCall<unknown, unknown, AccountChange>,
): Promise<ApiAnswer> {
  const json = await transactions.transact(async (uow) => {
    await correctAccount(uow, account!, body, now);
    return ownAccount(uow, account!);
  });
  return { json };
}

async function erase(
  deps: WebApiDeps,
  { account, body, source, now }: ApiCall<unknown, unknown, z.output<typeof eraseShape>>,
): Promise<ApiAnswer> {
  await confirmPassword(deps, account!, { password: body.password, source, now });
  if (account!.role === 'user') await deps.eraseParticipant(account!.id);
  else await deps.transactions.transact((uow) => eraseStaff(uow, account!, now));
  return { status: 204 };
}

async function setPassword(
  deps: WebApiDeps,
  { account, body, source, now }: ApiCall<unknown, unknown, z.output<typeof passwordShape>>,
): Promise<ApiAnswer> {
  const { transactions, study } = deps;
  const problem = study.passwords.problem(body.newPassword, { email: account!.email });
  if (problem) throw new InvalidRequest([{ path: 'body.newPassword', message: problem }]);
  await confirmPassword(deps, account!, { password: body.password, source, now });
  const passwordHash = await study.passwords.hash(body.newPassword);
  await transactions.transact((uow) => changePassword(uow, account!, { passwordHash, now }));
  return { status: 204 };
}

async function exportData(
  { transactions }: WebApiDeps,
  { account, now }: ApiCall<unknown, unknown, unknown>,
): Promise<ApiAnswer> {
  const { id } = account!;
  const data = await transactions.transact(async (uow) => {
    await uow.audit.append({ actor: id, action: 'exported', subject: id, details: {}, at: now });
    return uow.personalData.export(id);
  });
  return {
    headers: { 'Content-Disposition': 'attachment; filename="harmonia-my-data.json"' },
    json: data,
  };
}

const reportTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
/** A report is made in a few seconds. */
const retryAfterSeconds = '10';

async function report(
  { transactions, files }: WebApiDeps,
  { account, query: { format } }: ApiCall<unknown, z.output<typeof formatQuery>, unknown>,
): Promise<ApiAnswer> {
  const found = await transactions.transact((uow) => reportFile(uow, account!.id, format));
  if (found.state === 'none') throw new HarmoniaError('not-yet-visible', 'there is no report yet');
  if (found.state === 'preparing')
    return { status: 202, headers: { 'Retry-After': retryAfterSeconds }, json: { status: 'preparing' } };
  const bytes = await files.read(found.path);
  return { file: { bytes, type: reportTypes[format], name: `harmonia-report.${format}` } };
}
