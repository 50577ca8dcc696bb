import { button, element } from './element.js';
import { showDialog } from './dialog.js';

const snackMilliseconds = 6_000;
const toastMilliseconds = 4_000;

/** A short sentence at the foot of the page: something happened, or went wrong (`isError`). */
export function showSnack(text, isError = false) {
  const snack = element(
    'div',
    { class: isError ? 'snack error' : 'snack', data: { snack: isError ? 'error' : 'note' } },
    text,
  );
  document.getElementById('snacks').append(snack);
  setTimeout(() => snack.remove(), snackMilliseconds);
}

/** Runs an action of the page; a failure becomes a sentence. Resolves with its value, or undefined after a failure. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    showSnack(error.message, true);
    return undefined;
  }
}

/** The answer to a tap as Telegram's toast, over one chat. */
export function showToast(place, text) {
  place.querySelector('.toast')?.remove();
  const toast = element(
    'div',
    { class: 'toast', role: 'status', dir: 'auto', data: { toast: 'shown' } },
    text,
  );
  place.append(toast);
  setTimeout(() => toast.remove(), toastMilliseconds);
}

/** The answer to a tap as Telegram's alert, which has to be closed. */
export function showAlert(title, text) {
  const confirm = button({
    text: 'OK',
    class: 'primary',
    action: 'alert-ok',
    autofocus: true,
    onClick: () => dialog.close(),
  });
  const dialog = showDialog({
    title,
    name: 'alert',
    role: 'alertdialog',
    content: element(
      'div',
      { class: 'stack' },
      element('p', { class: 'alert-text', dir: 'auto' }, text),
      confirm,
    ),
  });
}

/** Asks before something that cannot be undone; `run` happens after a yes. */
export function askFirst({ title, text, yes, run }) {
  const dialog = showDialog({
    title,
    name: 'question',
    content: element(
      'div',
      { class: 'stack' },
      element('p', {}, text),
      element(
        'div',
        { class: 'answers' },
        button({ text: 'Cancel', action: 'question-no', autofocus: true, onClick: () => dialog.close() }),
        button({
          text: yes,
          class: 'danger',
          action: 'question-yes',
          onClick: () => {
            dialog.close();
            run();
          },
        }),
      ),
    ),
  });
}
