import type { ChatId } from '../../engine/ports/participants.ts';
import type { Screen } from '../../engine/ports/chats.ts';
import type { FileStorage } from '../../engine/ports/unit-of-work.ts';
import type { Outgoing } from '../turn/view.ts';
import type { ApiClient, CallResult } from './api-client.ts';
import { removeButtons } from './inline-keyboard.ts';
import { editMessage, sendMessage } from './plain-message.ts';

type PlainCall = Exclude<Outgoing, { kind: 'screen' }>;

/** Sends what is no screen: messages, files, deletions, commands. */
export function createPlainSender({
  api,
  files,
}: {
  api: ApiClient;
  files: FileStorage;
}): (chatId: ChatId, outgoing: PlainCall) => Promise<CallResult<{ screen?: Screen }>> {
  const send = async (chatId: ChatId, outgoing: PlainCall): Promise<CallResult<{ screen?: Screen }>> => {
    const call = (method: string, payload: object): Promise<CallResult<object>> =>
      api.call(method, { chat_id: Number(chatId), ...payload });
    switch (outgoing.kind) {
      case 'message':
        return stripped(await sendMessage(api, chatId, outgoing));
      case 'edit':
        return stripped(await editMessage(api, chatId, outgoing));
      case 'document': {
        const source =
          'stored' in outgoing.file
            ? await files.read(outgoing.file.stored)
            : Buffer.from(outgoing.file.base64, 'base64');
        return stripped(
          await call('sendDocument', {
            document: { source, filename: outgoing.fileName },
            caption: outgoing.caption,
            parse_mode: 'HTML',
            protect_content: outgoing.protect,
          }),
        );
      }
      case 'picture':
        return stripped(
          await call('sendPhoto', { photo: { source: Buffer.from(outgoing.base64, 'base64') } }),
        );
      case 'delete':
        return stripped(await call('deleteMessage', { message_id: outgoing.messageId }));
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

const stripped = (result: CallResult<object>): CallResult<{ screen?: Screen }> =>
  result.outcome === 'done' ? { outcome: 'done', value: {} } : result;
