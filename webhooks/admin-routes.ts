import { z } from 'zod';
import { newInviteCode } from '../engine/protocol/codes.ts';
import { replaceKit } from '../engine/protocol/biological-phase.ts';
import { type DeliveryReport, deliveryReport } from '../engine/protocol/delivery-report.ts';
import { inviteExpiry, keepInvites, mostInvites } from '../engine/protocol/invitations.ts';
import { kitsOf, kitStates } from '../engine/protocol/kit-states.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { cohortName, requireCohort } from './cohort-named.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, route, type WebApiDeps } from './route.ts';

const tag = 'Administration';
const admins = ['admin'] as const;
const moment = z.iso.datetime();

const cohortQuery = z.strictObject({ cohort: cohortName });
const inviteBody = z.strictObject({ cohort: cohortName, count: z.int().min(1).max(mostInvites).default(1) });
const kitBody = z.strictObject({ participant: z.string().regex(/^p-[\da-z]{4}$/i, 'expected P-XXXX') });
const pageQuery = z.strictObject({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const importParams = z.object({ id: z.string().regex(/^[\da-f]{16}$/) });

const invitations = z.object({ cohort: z.string(), issued: z.int(), used: z.int() });
const invited = z.object({ cohort: z.string(), expiresAt: moment, links: z.array(z.string()) });
const kit = z.object({
  code: z.string(),
  participant: z.string().describe('The pseudonym'),
  state: z.enum(kitStates),
  since: moment,
});
const issued = z.object({ kit: z.string(), participant: z.string(), issuedAt: moment });
const delivery = z.object({
  id: z.string(),
  lab: z.string(),
  at: moment,
  refused: z.boolean().describe('True when nothing of the file was taken'),
  rows: z.int(),
  accepted: z.int(),
});
const problem = z.object({ code: z.string(), message: z.string() });
const wholeDelivery = delivery.extend({
  problems: z.array(problem),
  rowReports: z.array(
    z.object({
      row: z.int(),
      kit: z.string().nullable().describe('Null for a text that is no code of a kit, and for an erased one'),
      status: z.string(),
      problems: z.array(problem),
    }),
  ),
});

/** Invitations, kits and deliveries of laboratories, as /invite, /kits and /imports have them. */
export const adminRoutes: readonly ApiRoute[] = [
  route({
    method: 'get',
    path: '/admin/invitations',
    access: admins,
    tag,
    summary: 'How many invitations to a cohort were issued, and how many used',
    query: cohortQuery,
    answers: { 200: { description: 'Numbers', schema: invitations } },
    handle: async ({ transactions }, { query }) => ({
      json: await transactions.transact(async (uow) => {
        const { id, name } = await requireCohort(uow, query.cohort);
        return { cohort: name, ...(await uow.invites.count(id)) };
      }),
    }),
  }),
  route({
    method: 'post',
    path: '/admin/invitations',
    access: admins,
    tag,
    summary: 'Issues invitations; their links are shown here only',
    body: inviteBody,
    answers: {
      201: { description: 'Links, each for one person', schema: invited },
      409: { description: 'The cohort takes no people in' },
    },
    handle: invite,
  }),
  route({
    method: 'get',
    path: '/admin/kits',
    access: admins,
    tag,
    summary: 'The kits of a cohort, those that wait for something first',
    query: cohortQuery,
    answers: { 200: { description: 'Kits', schema: z.object({ kits: z.array(kit) }) } },
    handle: async ({ transactions }, { query }) => ({
      json: await transactions.transact(async (uow) => {
        const lines = await kitsOf(uow, (await requireCohort(uow, query.cohort)).id);
        return {
          kits: lines.map(({ code, participant, state, since }) => ({
            ...{ code, participant, state, since: since.toISOString() },
          })),
        };
      }),
    }),
  }),
  route({
    method: 'post',
    path: '/admin/kits',
    access: admins,
    tag,
    summary: 'Gives a participant another kit; the earlier one becomes void',
    body: kitBody,
    answers: {
      201: { description: 'The kit', schema: issued },
      404: { description: 'No participant has this code' },
      409: { description: 'The participant does not wait for the laboratory' },
    },
    handle: giveKit,
  }),
  route({
    method: 'get',
    path: '/admin/imports',
    access: admins,
    tag,
    summary: 'Deliveries of all laboratories, the newest first',
    query: pageQuery,
    answers: {
      200: {
        description: 'Deliveries',
        schema: z.object({ count: z.int(), deliveries: z.array(delivery) }),
      },
    },
    handle: async ({ transactions }, { query }) => ({
      json: await transactions.transact(async (uow) => ({
        count: await uow.biology.countDeliveries(),
        deliveries: (await uow.biology.deliveries(query)).map((found) => summary(deliveryReport(found))),
      })),
    }),
  }),
  route({
    method: 'get',
    path: '/admin/imports/{id}',
    access: admins,
    tag,
    summary: 'A delivery row by row; no typing is shown',
    params: importParams,
    answers: { 200: { description: 'The delivery', schema: wholeDelivery } },
    handle: showImport,
  }),
];

async function invite(
  { transactions, study, inviteLink }: WebApiDeps,
  { account, body, now }: ApiCall<unknown, unknown, z.output<typeof inviteBody>>,
): Promise<ApiAnswer> {
  const codes = Array.from({ length: body.count }, () => newInviteCode());
  const term = { now, ttlDays: study.inviteDays };
  const cohort = await transactions.transact(async (uow) => {
    const { id, name } = await requireCohort(uow, body.cohort);
    await keepInvites(uow, codes, { ...term, by: account!.id, cohortId: id });
    return name;
  });
  const expiresAt = inviteExpiry(term).toISOString();
  return { status: 201, json: { cohort, expiresAt, links: codes.map((code) => inviteLink(code)) } };
}

async function giveKit(
  { transactions }: WebApiDeps,
  { account, body, now }: ApiCall<unknown, unknown, z.output<typeof kitBody>>,
): Promise<ApiAnswer> {
  const json = await transactions.transact(async (uow) => {
    const participant = await uow.participants.byCode(body.participant.toUpperCase());
    if (!participant) throw new HarmoniaError('not-found', 'no participant has this code');
    const { code, issuedAt } = await replaceKit(uow, { participant, by: account!.id, now });
    return { kit: code, participant: participant.code, issuedAt: issuedAt.toISOString() };
  });
  return { status: 201, json };
}

async function showImport(
  { transactions }: WebApiDeps,
  { params: { id } }: ApiCall<z.output<typeof importParams>, unknown, unknown>,
): Promise<ApiAnswer> {
  const found = await transactions.transact((uow) => uow.biology.deliveryByDigest(id));
  if (!found) throw new HarmoniaError('not-found', 'no such delivery');
  const report = deliveryReport(found);
  const rowReports = report.rows.map(({ row, kit: code, status, problems }) => ({
    ...{ row, status, problems },
    kit: code ?? null,
  }));
  return { json: { ...summary(report), problems: report.problems, rowReports } };
}

const summary = ({ digest, lab, at, refused, rows, accepted }: DeliveryReport) => ({
  ...{ id: digest, lab, refused, accepted },
  at: at.toISOString(),
  rows: rows.length,
});
