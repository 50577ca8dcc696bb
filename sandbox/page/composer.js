import { button, element } from './element.js';
import { icon } from './icons.js';
import { createCommandMenu } from './command-menu.js';

const longestText = 4_096;

/**
 * Creates the row below a chat: commands, attachments, the text field and Send. When `send(text, replyTo)` or
 * `edit(messageId, text)` resolves to undefined, it has failed, and the text stays in the field.
 */
export function createComposer({ name, send, edit, attach, takeFiles }) {
  const field = element('textarea', {
    rows: 1,
    maxLength: longestText,
    dir: 'auto',
    placeholder: 'Message',
    'aria-label': `Message from ${name}`,
    enterKeyHint: 'send',
    data: { field: 'message' },
  });
  const menu = createCommandMenu({ field, send: (text) => send(text) });
  const slash = button({
    label: 'Commands',
    icon: icon('slash'),
    class: 'quiet slash',
    action: 'commands',
    onClick: openCommands,
  });
  const clip = button({
    label: 'Attach',
    icon: icon('attach'),
    class: 'quiet',
    action: 'attach',
    onClick: () => attach(clip),
  });
  const go = button({
    label: 'Send',
    icon: icon('send'),
    class: 'primary round',
    action: 'send',
    onClick: () => submit(),
  });
  const about = element('div', { class: 'about', hidden: true });
  const node = element(
    'div',
    { class: 'composer' },
    menu.node,
    about,
    element('div', { class: 'composer-row' }, slash, clip, field, go),
  );
  let context;

  function openCommands() {
    menu.toggle();
    field.focus();
  }

  function setContext(next) {
    context = next;
    about.hidden = !next;
    if (!next) return;
    about.replaceChildren(
      icon(next.kind === 'edit' ? 'pencil' : 'reply'),
      element(
        'span',
        { class: 'about-text', dir: 'auto' },
        `${next.kind === 'edit' ? 'Edit' : 'Reply to'}: ${next.message.text ?? 'message'}`,
      ),
      button({
        label: 'Cancel',
        icon: icon('close'),
        class: 'quiet',
        action: 'cancel-context',
        onClick: () => setContext(),
      }),
    );
  }

  function write(text) {
    field.value = text;
    fit();
  }

  async function submit() {
    const text = field.value.trim();
    if (text === '') return;
    const { kind, message } = context ?? {};
    write('');
    setContext();
    menu.close();
    const done =
      kind === 'edit'
        ? await edit(message.id, text)
        : await send(text, kind === 'reply' ? message.id : undefined);
    if (done === undefined && field.value === '') write(text);
  }

  function fit() {
    go.classList.toggle('ready', field.value.trim() !== '');
    field.style.setProperty('height', 'auto');
    field.style.setProperty('height', `${field.scrollHeight}px`);
  }

  field.addEventListener('input', () => {
    fit();
    menu.filter(field.value);
  });
  field.addEventListener('blur', () => menu.close());
  field.addEventListener('keydown', (event) => {
    if (menu.onKey(event)) return;
    if (event.key === 'Escape' && context) setContext();
    // While an input method composes a word, Enter ends the word and must not send the text.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  field.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    takeFiles(files);
  });
  // The list closes when the field loses the focus, so a press on the list's button must not move the focus.
  slash.addEventListener('mousedown', (event) => event.preventDefault());

  return {
    node,
    focus: () => field.focus({ preventScroll: true }),
    write,
    reply(message) {
      setContext({ kind: 'reply', message });
      field.focus();
    },
    edit(message) {
      setContext({ kind: 'edit', message });
      write(message.text ?? '');
      field.focus();
    },
    setCommands(list) {
      menu.setCommands(list);
      slash.hidden = menu.isEmpty();
    },
  };
}
