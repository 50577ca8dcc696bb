import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { HarmoniaError } from '../foundation/errors.ts';

const updateSchema = z.looseObject({ update_id: z.int() });

/**
 * POST /webhooks/telegram: answers 200 only after the update's transaction, so that Telegram delivers an update again
 * when it was not stored.
 */
export function telegramUpdates(options: {
  secret: string;
  handle: (update: { update_id: number }) => Promise<void>;
}): RequestHandler {
  const expected = hash(options.secret);
  return async (request, response) => {
    // timingSafeEqual needs equal lengths; comparing hashes also hides the length of the secret.
    if (!timingSafeEqual(hash(request.get('x-telegram-bot-api-secret-token') ?? ''), expected)) {
      throw new HarmoniaError('unauthorized', 'the webhook secret is wrong');
    }
    const update = updateSchema.safeParse(request.body);
    if (!update.success) throw new HarmoniaError('bad-request', 'not an update');
    await options.handle(update.data);
    response.json({});
  };
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
