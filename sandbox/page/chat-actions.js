import { acceptDrops, confirmFiles, pickFiles, takePicture } from './attachments.js';
import { askFirst, attempt, showSnack } from './notices.js';
import { bareKinds, otherKinds } from './other-kinds.js';
import { askForFields } from './raw-fields.js';
import { expectAnswers, stopWaiting } from './page-state.js';
import * as server from './server-api.js';

const lateSeconds = 180;

/** The unusual ways in which the next tap can arrive: a label for the chat, and the parameters for the server. */
export const unusualTaps = {
  twice: { label: 'The next tap arrives twice', tap: { times: 2 } },
  late: { label: 'The next tap arrives three minutes late', tap: { age: lateSeconds } },
};

/** The code in a link to this bot (t.me/bot?start=CODE); undefined for any other link. */
export function inviteCode(address, username) {
  const url = URL.parse(address);
  const isBot =
    url &&
    /(^|\.)t\.me$/.test(url.hostname) &&
    url.pathname.slice(1).toLowerCase() === username.toLowerCase();
  const isDeepLink =
    url?.protocol === 'tg:' && url.searchParams.get('domain')?.toLowerCase() === username.toLowerCase();
  return isBot || isDeepLink ? (url.searchParams.get('start') ?? '') : undefined;
}

/** The actions of one person in the chat. A failure is shown as a sentence at the bottom of the page. */
export function createChatActions(state, id) {
  const send = (text, replyTo) => attempt(() => server.sendText(id, text, replyTo));
  const sendFiles = (kind, files, details) => attempt(() => server.sendFiles(id, kind, files, details));
  const takeFiles = (files, preferred = 'photo') => confirmFiles(files, preferred, sendFiles);
  const sendKind = async ({ kind, make }) => {
    const file = await attempt(make);
    if (file) await sendFiles(kind, [file]);
  };

  return {
    send,
    takeFiles,
    edit: (messageId, text) => attempt(() => server.editMessage(id, messageId, text)),
    forward: (messageId) => attempt(() => server.forwardMessage(id, messageId)),
    async tap(message, data, unusual = {}) {
      const key = `${message.id} ${data}`;
      expectAnswers(state, id, key, unusual.times ?? 1);
      const done = await attempt(() => server.tapButton(id, { messageId: message.id, data, ...unusual }));
      if (done === undefined) stopWaiting(state, id, key);
    },
    openLink(address) {
      const code = inviteCode(address, state.bot.username);
      if (code === undefined) return false;
      void send(`/start ${code}`.trim());
      return true;
    },
    async stopDraft() {
      if ((await attempt(() => server.stopDraft(id))) === undefined) return;
      state.chat(id).draft = undefined;
      state.tell('action', id);
    },
    copy: (text) => attempt(() => navigator.clipboard.writeText(text)),
    block: (blocked) => attempt(() => server.setBlocked(id, blocked)),
    async deliverTwice() {
      const done = await attempt(() => server.deliverTwice(id));
      if (done !== undefined) showSnack('Delivered once more, with the same update id.');
    },
    deleteAccount: () =>
      askFirst({
        title: 'Delete the Telegram account?',
        text: 'The person disappears from Telegram for good. The bot learns of it when it next writes.',
        yes: 'Delete',
        run: () => attempt(() => server.deleteAccount(id)),
      }),
    acceptDrops: (node) => acceptDrops(node, takeFiles),
    /** The entries of the attachment menu. */
    attachments: () => [
      {
        label: 'Photo',
        icon: 'photo',
        action: 'attach-photo',
        run: () => pickFiles('image/*', (files) => takeFiles(files)),
      },
      {
        label: 'File',
        icon: 'document',
        action: 'attach-file',
        run: () => pickFiles('', (files) => takeFiles(files, 'document')),
      },
      navigator.mediaDevices && {
        label: 'Camera',
        icon: 'camera',
        action: 'attach-camera',
        run: () => attempt(() => takePicture(takeFiles)),
      },
      { heading: 'Other kinds' },
      ...otherKinds.map((one) => ({
        label: one.label,
        icon: one.icon,
        action: `attach-${one.kind}`,
        run: () => sendKind(one),
      })),
      {
        label: 'Live photo',
        icon: 'photo',
        action: 'attach-live_photo',
        run: () => pickFiles('image/*', (files) => attempt(() => server.sendFiles(id, 'live_photo', files))),
      },
      ...bareKinds.map(({ kind, label }) => ({
        label,
        icon: 'document',
        action: `attach-${kind}`,
        run: () => attempt(() => server.sendOther(id, kind)),
      })),
      {
        label: 'Fields of the Bot API …',
        icon: 'sliders',
        action: 'attach-raw',
        run: () => askForFields((fields) => attempt(() => server.sendRaw(id, fields))),
      },
      {
        label: 'My contact',
        icon: 'person',
        action: 'attach-contact',
        run: () => attempt(() => server.sendContact(id)),
      },
    ],
  };
}
