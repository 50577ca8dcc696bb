import { button, element } from './element.js';
import { icon } from './icons.js';
import { fileAddress } from './server-api.js';
import { fileSize } from './times.js';

const isPdf = ({ file }) => file.mimeType === 'application/pdf';
const isPicture = ({ file }) =>
  file.kind === 'photo' || /^image\/(jpeg|png|webp|gif|avif)$/.test(file.mimeType ?? '');

/**
 * Opens a photo or PDF over the page, or downloads a file that browsers do not show. The arrow keys turn through the
 * pictures of `album`. Escape closes. A protected file has no button to save it.
 */
export function openViewer(message, album = [message]) {
  if (isPdf(message)) show(message, pdfFrame(message), []);
  else if (isPicture(message))
    show(
      message,
      undefined,
      album.filter((one) => one.file && isPicture(one)),
    );
  else download(message.file);
}

function download(file) {
  const anchor = element('a', { href: fileAddress(file), download: file.fileName ?? file.id });
  anchor.click();
}

// A protected report opens without the toolbar of the PDF viewer, because the toolbar has a save button.
const pdfFrame = ({ file, protected: isProtected }) =>
  element('iframe', {
    class: 'pdf',
    title: file.fileName ?? 'Document',
    src: `${fileAddress(file)}#${isProtected ? 'toolbar=0&' : ''}navpanes=0&view=FitH`,
  });

function show(first, frame, pictures) {
  let message = first;
  const stage = element('div', { class: 'stage' });
  const title = element('h2', { id: 'viewer-title', dir: 'auto' });
  const note = element('span', { class: 'viewer-note' });
  const tools = element('div', { class: 'viewer-tools' });
  const close = button({
    label: 'Close (Escape)',
    icon: icon('close'),
    action: 'close-viewer',
    class: 'quiet',
    autofocus: true,
    onClick: () => node.close(),
  });
  const node = element(
    'dialog',
    { class: 'viewer', 'aria-labelledby': 'viewer-title', data: { viewer: frame ? 'pdf' : 'picture' } },
    element(
      'div',
      { class: 'viewer-head' },
      element('div', { class: 'viewer-words' }, title, note),
      tools,
      close,
    ),
    stage,
  );

  function turn(step) {
    const at = pictures.indexOf(message);
    message = pictures[(at + step + pictures.length) % pictures.length] ?? message;
    fill();
  }

  function fill() {
    const { file } = message;
    title.textContent = file.fileName ?? 'Photo';
    note.textContent = [
      fileSize(file.size),
      pictures.length > 1 && `${pictures.indexOf(message) + 1} of ${pictures.length}`,
      message.protected && 'Protected: cannot be saved',
    ]
      .filter(Boolean)
      .join(' · ');
    tools.replaceChildren(...viewerTools(message, pictures, turn));
    stage.replaceChildren(frame ?? picture(message));
  }

  node.addEventListener(
    'click',
    (event) => (event.target === node || event.target === stage) && node.close(),
  );
  node.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && pictures.length > 1) turn(step);
  });
  node.addEventListener('close', () => node.remove());
  if (frame) keepEscape(node, close);
  fill();
  document.body.append(node);
  node.showModal();
}

function picture(message) {
  const image = element('img', {
    src: fileAddress(message.file),
    alt: message.text ?? 'Photo',
    draggable: !message.protected,
  });
  if (message.protected) image.addEventListener('contextmenu', (event) => event.preventDefault());
  return element('figure', {}, image, message.text && element('figcaption', { dir: 'auto' }, message.text));
}

function viewerTools(message, pictures, turn) {
  return [
    pictures.length > 1 &&
      button({
        label: 'Previous',
        icon: icon('back'),
        class: 'quiet',
        action: 'previous',
        onClick: () => turn(-1),
      }),
    pictures.length > 1 &&
      button({ label: 'Next', icon: icon('next'), class: 'quiet', action: 'next', onClick: () => turn(1) }),
    !message.protected &&
      element(
        'a',
        {
          class: 'quiet',
          href: fileAddress(message.file),
          download: message.file.fileName ?? `${message.file.id}.jpg`,
          'aria-label': 'Save',
          title: 'Save',
          data: { action: 'save' },
        },
        icon('download'),
      ),
  ].filter(Boolean);
}

// The PDF viewer gets the key Escape when a press has moved the focus into it, so the focus is moved back. A focus by
// Tab stays, so that the arrow keys scroll the PDF.
function keepEscape(node, close) {
  let byTab = false;
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener('keydown', (event) => (byTab = event.key === 'Tab'), { signal, capture: true });
  addEventListener('pointermove', () => (byTab = false), { signal });
  addEventListener(
    'blur',
    () => !byTab && setTimeout(() => node.open && document.hasFocus() && close.focus()),
    { signal },
  );
  node.addEventListener('close', () => stop.abort());
}
