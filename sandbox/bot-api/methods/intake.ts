import type { TelegramUpdate, TelegramWebhookInfo } from '@gramio/types';
import type { Call } from '../call.ts';
import { badRequest, conflict } from '../refusal.ts';

interface PollParams {
  offset?: number;
  limit?: number;
  timeout?: number;
  allowed_updates?: string[];
}

const longestWait = 50;

export function getUpdates({ world, webhook, params, gone }: Call<PollParams>): Promise<TelegramUpdate[]> {
  const { offset = 0, limit = 100, timeout = 0, allowed_updates: allowed } = params;
  if (webhook.url !== '') {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  world.updates.allow(allowed);
  return world.updates.poll(
    {
      offset,
      limit: limit >= 1 && limit <= 100 ? limit : 100,
      timeoutSeconds: Math.min(Math.max(timeout, 0), longestWait),
    },
    gone,
  );
}

interface WebhookParams {
  url?: string;
  max_connections?: number;
  allowed_updates?: string[];
  drop_pending_updates?: boolean;
  secret_token?: string;
}

/** A result with the description that the real server adds to it. */
export interface Described {
  result: true;
  description: string;
}

export function setWebhook({ world, webhook, params }: Call<WebhookParams>): Described {
  const { url = '', max_connections: connections = 40, secret_token: secret = '' } = params;
  if (url === '') return clearWebhook({ world, webhook, params });
  checkUrl(url);
  if (secret.length > 256) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  if (params.drop_pending_updates) world.updates.clear();
  world.updates.allow(params.allowed_updates);
  world.updates.interrupt('terminated by setWebhook request');
  const isNew = webhook.set({ url, secret, maxConnections: Math.min(Math.max(connections, 1), 100) });
  return { result: true, description: isNew ? 'Webhook was set' : 'Webhook is already set' };
}

/** Refuses a webhook outside this machine; on it http and any port are allowed, as by a local Bot API server. */
function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  if (!/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(parsed.hostname)) {
    throw badRequest('bad webhook: the sandbox delivers to this machine only');
  }
}

export function clearWebhook({
  world,
  webhook,
  params,
}: Pick<Call<WebhookParams>, 'world' | 'webhook' | 'params'>): Described {
  if (params.drop_pending_updates) world.updates.clear();
  const was = webhook.clear();
  return { result: true, description: was ? 'Webhook was deleted' : 'Webhook is already deleted' };
}

export function getWebhookInfo({ world, webhook }: Call): TelegramWebhookInfo {
  const allowed = world.updates.allowed;
  return {
    url: webhook.url,
    has_custom_certificate: false,
    pending_update_count: world.updates.pending.length,
    ...(webhook.url === '' ? {} : { max_connections: webhook.maxConnections, ip_address: '127.0.0.1' }),
    ...(webhook.lastError
      ? { last_error_date: webhook.lastError.date, last_error_message: webhook.lastError.message }
      : {}),
    ...(allowed ? { allowed_updates: allowed as NonNullable<TelegramWebhookInfo['allowed_updates']> } : {}),
  };
}
