import type { ErrorRequestHandler } from 'express';
import { isHarmoniaError } from '../foundation/errors.ts';

/** The codes of RFC 6749, 5.2 that a token endpoint without client authentication answers with. */
type OauthCode = 'invalid_request' | 'invalid_grant' | 'unsupported_grant_type' | 'temporarily_unavailable';

/** An error of RFC 6749, 5.2. */
export const oauthError = (error: OauthCode, description: string) => ({
  status: 400,
  json: { error, error_description: description },
});

/** Answers in the form of RFC 6749 where the other routes have a code of their own; other errors go on. */
export const oauthErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const parser = (error as { status?: unknown } | null)?.status;
  if (isHarmoniaError(error, 'bad-request') || parser === 400 || parser === 415) {
    const { status, json } = oauthError('invalid_request', 'The form is incomplete or cannot be read.');
    response.status(status).json(json);
  } else next(error);
};
