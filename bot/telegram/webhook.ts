import { setTimeout as sleep } from 'node:timers/promises';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Log } from '../../foundation/log.ts';
import type { ApiClient } from './api-client.ts';

/** How often another program's webhook is taken back: two programs with one token must not do it without a pause. */
export const takeBackEveryMs = 60_000;

/** The webhook of this program, which Telegram calls with updates. */
export interface Webhook {
  stop(): Promise<void>;
}

interface Info {
  url?: string;
}

/**
 * Sets the webhook and looks every `everyMs` whether it is still the one that Telegram calls. One of another program is
 * replaced, with an error line that names its host.
 * @throws HarmoniaError `config-invalid` when Telegram does not accept the address, `unauthorized`
 */
export async function startWebhook(
  api: ApiClient,
  webhook: { url: string; secret_token: string; allowed_updates: readonly string[] },
  { log, everyMs = takeBackEveryMs }: { log: Log; everyMs?: number },
): Promise<Webhook> {
  const stopping = new AbortController();
  const set = await api.insist('setWebhook', webhook, stopping.signal);
  if (set.outcome !== 'done')
    throw new HarmoniaError(
      'config-invalid',
      `PUBLIC_URL: Telegram did not accept the webhook (${set.outcome === 'refused' ? set.description : set.outcome})`,
    );
  async function watch(): Promise<void> {
    for (;;) {
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false });
      const info = await api.call<Info>('getWebhookInfo', {});
      if (info.outcome !== 'done' || info.value.url === webhook.url) continue;
      reportForeign(log, info.value.url);
      await api.call('setWebhook', webhook);
    }
  }
  // It ends when the program stops, or when Telegram refuses the token, which the API client reports.
  watch().catch(() => undefined);
  return { stop: async () => stopping.abort() };
}

/** Deletes the webhook of another program, which takes the updates of a bot that polls. */
export async function deleteForeignWebhook(api: ApiClient, log: Log): Promise<void> {
  const info = await api.call<Info>('getWebhookInfo', {});
  reportForeign(log, info.outcome === 'done' ? info.value.url : undefined);
  await api.call('deleteWebhook', {});
}

/** The host alone is logged: the path of an address may hold a secret. */
function reportForeign(log: Log, url: string | undefined): void {
  const reason = url && URL.canParse(url) ? new URL(url).host : 'none';
  log.error(
    { event: 'webhook.foreign', reason },
    'another program has changed the webhook of this bot: only one program may use a token',
  );
}
