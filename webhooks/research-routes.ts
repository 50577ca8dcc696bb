import { z } from 'zod';
import { auditExport } from '../engine/protocol/export-study.ts';
import type { ExportRefusal } from '../engine/protocol/study-export.ts';
import { type ErrorCode, HarmoniaError } from '../foundation/errors.ts';
import { cohortName, requireCohort } from './cohort-named.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, route, type WebApiDeps } from './route.ts';

const tag = 'Research';
const researchers = ['researcher'] as const;

const cohortParams = z.object({ name: cohortName });
const figuresQuery = z.strictObject({
  about: z
    .enum(['progress', 'scores', 'reliability', 'validity', 'fairness', 'exposure'])
    .default('validity'),
  locale: z.enum(['en', 'es', 'ru']).default('en'),
});
const figuresShape = z.object({
  cohort: z.string(),
  about: figuresQuery.shape.about.unwrap(),
  text: z.array(z.string()).describe('Paragraphs, as the chat shows them'),
  pictures: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      note: z.string(),
      png: z.string().describe('The picture in base64'),
    }),
  ),
});

/**
 * What researchers may see of a cohort, as their commands have it: outcomes at registered looks only, no cell under ten
 * people, pseudonyms.
 */
export const researchRoutes: readonly ApiRoute[] = [
  route({
    method: 'get',
    path: '/research/cohorts/{name}/figures',
    access: researchers,
    tag,
    summary: 'Figures of a cohort; before its first look those about outcomes are the response alone',
    params: cohortParams,
    query: figuresQuery,
    answers: {
      200: { description: 'Text and pictures', schema: figuresShape },
      404: { description: 'No cohort has this name' },
      429: { description: 'Others wait for figures; `Retry-After` says when to ask again' },
    },
    handle: figures,
  }),
  route({
    method: 'get',
    path: '/research/cohorts/{name}/export',
    access: researchers,
    tag,
    summary: 'The data set of a cohort; its digest goes to the audit log and into `Repr-Digest`',
    params: cohortParams,
    answers: {
      200: { description: 'An archive', file: 'application/zip' },
      403: { description: 'Outcomes are not shown before the next registered look' },
      404: { description: 'No cohort has this name' },
      409: { description: 'The cohort is not released, or too few people agreed to research use' },
    },
    handle: exportCohort,
  }),
];

async function figures(
  deps: WebApiDeps,
  {
    params: { name },
    query: { about, locale },
  }: ApiCall<z.output<typeof cohortParams>, z.output<typeof figuresQuery>, unknown>,
): Promise<ApiAnswer> {
  const cohort = await deps.transactions.transact((uow) => requireCohort(uow, name));
  const { text, pictures } = await deps.figures({ cohort, about, locale });
  return {
    json: {
      ...{ cohort: cohort.name, about, text },
      pictures: pictures.map((picture) => ({
        ...picture,
        png: Buffer.from(picture.png).toString('base64'),
      })),
    } satisfies z.output<typeof figuresShape>,
  };
}

const refusals: Readonly<Record<ExportRefusal['reason'], ErrorCode>> = {
  'before-release': 'cohort-state',
  'before-look': 'not-yet-visible',
  'too-few-people': 'cohort-too-small',
};

async function exportCohort(
  deps: WebApiDeps,
  { account, params: { name } }: ApiCall<z.output<typeof cohortParams>, unknown, unknown>,
): Promise<ApiAnswer> {
  const { transactions, clock } = deps;
  const cohort = await transactions.transact((uow) => requireCohort(uow, name));
  const made = await deps.exportStudy(cohort.id);
  if (!made) throw new HarmoniaError('not-found', 'the cohort is gone');
  if ('reason' in made) throw new HarmoniaError(refusals[made.reason], `no export: ${made.reason}`);
  await transactions.transact(async (uow) => {
    // Making it takes a while, in which an admin may have disabled the account.
    const now = await uow.accounts.byId(account!.id);
    if (now?.tokenVersion !== account!.tokenVersion || now.disabledAt)
      throw new HarmoniaError('unauthorized', 'the account may not call this any more');
    await auditExport(uow, made, { by: account!.id, at: clock.now() });
  });
  const digest = Buffer.from(made.sha256, 'hex').toString('base64');
  return {
    // RFC 9530
    headers: { 'Repr-Digest': `sha-256=:${digest}:` },
    file: { bytes: made.bytes, type: 'application/zip', name: made.fileName },
  };
}
