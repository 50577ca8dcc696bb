import type { Role, UserId } from '../../engine/ports/participants.ts';
import type { TestStudy } from './study.ts';

/** What the web API answered. */
export interface WebAnswer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  text: string;
  json: Record<string, unknown>;
}

export interface Tokens {
  access: string;
  refresh: string;
}

interface WebCall {
  token?: string;
  json?: unknown;
  /** A body as it is, with its type. */
  body?: string;
  type?: string;
  headers?: Record<string, string>;
}

/** A caller of the web API of a study. */
export function createWebClient(study: () => TestStudy) {
  const call = async (method: string, path: string, options: WebCall = {}): Promise<WebAnswer> => {
    const { token, json, headers = {} } = options;
    const body = json === undefined ? options.body : JSON.stringify(json);
    const type = options.type ?? (json === undefined ? undefined : 'application/json');
    const response = await fetch(study().harmonia().url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(type !== undefined && { 'content-type': type }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const read = isJson ? (JSON.parse(text) as WebAnswer['json']) : {};
    return { status: response.status, headers: response.headers, bytes, text, json: read };
  };
  const form = (
    path: string,
    fields: Record<string, string> | string,
    headers: Record<string, string> = {},
  ): Promise<WebAnswer> =>
    call('POST', path, {
      body: new URLSearchParams(fields).toString(),
      type: 'application/x-www-form-urlencoded',
      headers,
    });
  const signIn = async (username: string, password: string): Promise<Tokens> => {
    const { status, json } = await form('/oauth/token', { grant_type: 'password', username, password });
    if (status !== 200) throw new Error(`the sign-in was answered with ${status}`);
    return { access: String(json['access_token']), refresh: String(json['refresh_token']) };
  };
  let accounts = 0;
  return {
    call,
    form,
    signIn,
    refresh: (refresh_token: string) => form('/oauth/token', { grant_type: 'refresh_token', refresh_token }),
    /** A new account of a member of staff, signed in. */
    async staff(role: Exclude<Role, 'user'>) {
      const email = `${role}-${++accounts}@example.org`;
      const { database, study: parts } = study().harmonia();
      const passwordHash = await parts.passwords.hash(password);
      const account = await database.transact((uow) => uow.accounts.create({ email, passwordHash, role }));
      return { account, email, ...(await signIn(email, password)) };
    },
    /** Gives an account an address and the password of all accounts here, and signs in. */
    async enter(userId: UserId) {
      const email = `person-${++accounts}@example.org`;
      const { database, study: parts } = study().harmonia();
      const passwordHash = await parts.passwords.hash(password);
      await database.transact((uow) => uow.accounts.update(userId, { email, passwordHash }));
      return { email, ...(await signIn(email, password)) };
    },
  };
}

/** The password of all accounts in tests of the web API. */
export const password = 'four green bicycles';
