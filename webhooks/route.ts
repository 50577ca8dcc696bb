import type { z } from 'zod';
import type { Cohort } from '../engine/ports/cohorts.ts';
import type { Account, CohortId, Role, UserId } from '../engine/ports/participants.ts';
import type { FiguresSubject, FileStorage, Transactions } from '../engine/ports/unit-of-work.ts';
import type { StudyExport } from '../engine/protocol/export-study.ts';
import type { ExportRefusal } from '../engine/protocol/study-export.ts';
import type { Study } from '../engine/protocol/study.ts';
import type { Clock } from '../foundation/clock.ts';
import type { AccessTokens } from './access-tokens.ts';

/** What a researcher asks about a cohort, and in which language. */
export interface FiguresRequest {
  cohort: Cohort;
  about: FiguresSubject;
  locale: 'en' | 'es' | 'ru';
}

/** Paragraphs of plain text, and pictures as PNG. */
export interface FiguresAnswer {
  text: string[];
  pictures: { name: string; title: string; note: string; png: Uint8Array }[];
}

/** The parts of the program that the routes of the web API use. */
export interface WebApiDeps {
  transactions: Transactions;
  study: Study;
  files: FileStorage;
  tokens: AccessTokens;
  /** The link with which a person joins by an invitation's code. */
  inviteLink(code: string): string;
  /** The answer to a question about figures, as the chat gives it: one at a time, in a thread. */
  figures(question: FiguresRequest): Promise<FiguresAnswer>;
  /** The data set of a cohort, or why there is none; one at a time, too. */
  exportStudy(cohortId: CohortId): Promise<StudyExport | ExportRefusal | undefined>;
  /** Erases a participant and says farewell in their chat, as the chat's own command does. */
  eraseParticipant(userId: UserId): Promise<void>;
  clock: Clock;
}

/** Who may call a route: accounts of these roles, every caller, or who proves another right than that of an account. */
export type Access = readonly Role[] | 'anyone' | 'laboratory' | 'telegram' | 'monitor';

export type Method = 'get' | 'post' | 'patch' | 'delete';

/** An answer: JSON, a file, or nothing. */
export interface ApiAnswer {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  json?: object;
  file?: { bytes: Uint8Array; type: string; name: string };
}

/** A described answer of a route, for its documentation. */
export interface DescribedAnswer {
  description: string;
  /** The shape of a JSON answer. */
  schema?: z.ZodType;
  /** The media type of a file. */
  file?: string;
}

/** A call with what was checked: by the schemas of the route, and the account by its token. */
export interface ApiCall<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  /** Null for a route that is open to everyone. */
  account: Account | null;
  /** Where the call comes from, for counting tries: `ip:` and a network. */
  source: string;
  now: Date;
}

/** A row of the table of routes, without its handler. */
export interface ListedRoute {
  method: Method;
  /** As in the document: `/admin/cohorts/{name}`. */
  path: string;
  access: Access;
  /** One line for the document. */
  summary: string;
  tag: string;
  /** For the document, where the schemas of an `ApiRoute` do not tell: headers with what they hold, and types of a file. */
  headers?: Readonly<Record<string, string>>;
  fileTypes?: readonly string[];
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** How the body is written; JSON when absent. */
  form?: true;
  answers?: Readonly<Record<number, DescribedAnswer>>;
}

/** A route of the web API. Members that a schema does not name are refused, in the address and in the body. */
export interface ApiRoute<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> extends ListedRoute {
  access: readonly Role[] | 'anyone';
  params?: Params;
  query?: Query;
  body?: Body;
  answers: Readonly<Record<number, DescribedAnswer>>;
  handle(
    deps: WebApiDeps,
    call: ApiCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<ApiAnswer>;
}

/** A route whose handler gets what its schemas yield. */
export const route = <
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: ApiRoute<Params, Query, Body>,
): ApiRoute => definition;
