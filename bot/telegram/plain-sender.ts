import type { ChatId } from '../../engine/ports/participants.ts';
import type { FileStorage } from '../../engine/ports/unit-of-work.ts';
import type { Outgoing } from '../turn/view.ts';
import { type ApiClient, type CallResult, notThere } from './api-client.ts';
import { removeButtons } from './inline-keyboard.ts';
import { editMessage, sendMessage } from './plain-message.ts';
import { type Sent, sentBy } from './sent.ts';

type PlainCall = Exclude<Outgoing, { kind: 'screen' }>;

/** Sends what is no screen: messages, files, deletions, commands. */
export function createPlainSender({
  api,
  files,
}: {
  api: ApiClient;
  files: FileStorage;
}): (chatId: ChatId, outgoing: PlainCall) => Promise<CallResult<Sent>> {
  const send = async (chatId: ChatId, outgoing: PlainCall): Promise<CallResult<Sent>> => {
    const call = (method: string, payload: object): Promise<CallResult<object>> =>
      api.call(method, { chat_id: Number(chatId), ...payload });
    switch (outgoing.kind) {
      case 'message':
        return sentBy(await sendMessage(api, chatId, outgoing));
      case 'edit':
        return stripped(await editMessage(api, chatId, outgoing));
      case 'document': {
        const source =
          'stored' in outgoing.file
            ? await files.read(outgoing.file.stored)
            : Buffer.from(outgoing.file.base64, 'base64');
        return sentBy(
          await call('sendDocument', {
            document: { source, filename: outgoing.fileName },
            caption: outgoing.caption,
            parse_mode: 'HTML',
            protect_content: outgoing.protect,
          }),
          'file',
        );
      }
      case 'picture':
        return sentBy(
          await call('sendPhoto', { photo: { source: Buffer.from(outgoing.base64, 'base64') } }),
          'file',
        );
      case 'delete':
        return stripped(await call('deleteMessage', { message_id: outgoing.messageId }));
      case 'delete-all':
        return stripped(await deleteAll(api, chatId, outgoing.messageIds));
      case 'remove-buttons':
        return stripped(await removeButtons(api, chatId, outgoing.messageId));
      case 'commands':
        return stripped(
          await api.call('setMyCommands', {
            commands: outgoing.commands,
            scope: { type: 'chat', chat_id: Number(chatId) },
          }),
        );
    }
  };
  return (chatId, outgoing) => send(chatId, outgoing).catch(refusalOfMissingFile);
}

/** A file that was erased after its call was queued: the call counts as refused, so that later calls are sent. */
export function refusalOfMissingFile(error: unknown): CallResult<never> {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return { outcome: 'refused', description: 'a file is gone' };
}

const stripped = (result: CallResult<object>): CallResult<Sent> =>
  result.outcome === 'done' ? { outcome: 'done', value: {} } : result;

/**
 * Deletes messages in one call, which skips those that are gone. Telegram refuses such a call as a whole when one of the
 * messages cannot be deleted; they are deleted one by one then.
 */
async function deleteAll(
  api: ApiClient,
  chatId: ChatId,
  messageIds: readonly number[],
): Promise<CallResult<object>> {
  const target = { chat_id: Number(chatId) };
  const all = await api.call<object>('deleteMessages', { ...target, message_ids: messageIds });
  if (all.outcome !== 'refused') return all;
  let kept: CallResult<object> | undefined;
  for (const message_id of messageIds) {
    const one = await api.call<object>('deleteMessage', { ...target, message_id });
    if (one.outcome === 'later' || one.outcome === 'unreachable') return one;
    if (one.outcome === 'refused' && !notThere.test(one.description)) kept = one;
  }
  return kept ?? { outcome: 'done', value: {} };
}
