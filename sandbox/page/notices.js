import { button, element } from './element.js';
import { showDialog } from './dialog.js';

const snackMilliseconds = 6_000;
const toastMilliseconds = 4_000;

/** Shows a short sentence at the bottom of the page: news or, with `isError`, an error. */
export function showSnack(text, isError = false) {
  const snack = element(
    'div',
    { class: isError ? 'snack error' : 'snack', data: { snack: isError ? 'error' : 'note' } },
    text,
  );
  document.getElementById('snacks').append(snack);
  setTimeout(() => snack.remove(), snackMilliseconds);
}

/** Runs an action and shows a failure as a sentence. Resolves with the action's value, or undefined after a failure. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    showSnack(error.message, true);
    return undefined;
  }
}

/** Shows the answer to a tap like Telegram's toast, above one chat. */
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

/** Shows the answer to a tap like Telegram's alert, which the person has to close. */
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

/** Asks before an action that cannot be undone; calls `run` after a yes. */
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
