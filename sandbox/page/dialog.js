import { button, element } from './element.js';
import { icon } from './icons.js';

/**
 * Shows a modal dialog with a title and content. Escape, the cross and `close()` close it; `onClose` is called after
 * that. Returns {node, close}.
 */
export function showDialog({ title, name, content, role, onClose }) {
  const heading = element('h2', { id: `dialog-${name}` }, title);
  const node = element(
    'dialog',
    { class: `dialog dialog-${name}`, role, 'aria-labelledby': heading.id, data: { dialog: name } },
    element(
      'div',
      { class: 'dialog-head' },
      heading,
      button({
        label: 'Close',
        icon: icon('close'),
        class: 'quiet',
        action: 'close-dialog',
        onClick: () => node.close(),
      }),
    ),
    content,
  );
  node.addEventListener('click', (event) => event.target === node && node.close());
  node.addEventListener('close', () => {
    node.remove();
    onClose?.();
  });
  document.body.append(node);
  node.showModal();
  return { node, close: () => node.close() };
}
