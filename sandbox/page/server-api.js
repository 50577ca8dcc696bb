async function request(method, path, body) {
  const isForm = body instanceof FormData;
  let response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : {
            body: isForm ? body : JSON.stringify(body),
            ...(isForm ? {} : { headers: { 'Content-Type': 'application/json' } }),
          }),
    });
  } catch (cause) {
    throw new Error('The sandbox does not answer. Is it still running?', { cause });
  }
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw new Error(answer?.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

const ofPerson = (id, rest) => `/sandbox/people/${id}/${rest}`;

/** Resolves with the ChatState: the bot, the people, and whether the control panel is available. */
export const fetchState = () => request('GET', '/sandbox/state');

/** Adds a person; resolves with the ChatPerson. */
export const addPerson = (details) => request('POST', '/sandbox/people', details);

/** Resolves with every ChatMessage of one person's chat, oldest first. */
export const fetchMessages = (id) => request('GET', ofPerson(id, 'messages'));

/** Resolves with the commands of one person's menu: {command, description}[]. */
export const fetchCommands = (id) => request('GET', ofPerson(id, 'commands'));

/** Sends a text as that person. */
export const sendText = (id, text, replyTo) =>
  request('POST', ofPerson(id, 'text'), replyTo === undefined ? { text } : { text, replyTo });

/** Taps an inline button `times` times, as if the tap were `age` seconds old. */
export const tapButton = (id, tap) => request('POST', ofPerson(id, 'tap'), tap);

/** Sends the files as one message or, when there are several, as one album. */
export function sendFiles(id, kind, files, { caption, spoiler } = {}) {
  const form = new FormData();
  if (caption) form.append('caption', caption);
  if (spoiler) form.append('spoiler', 'true');
  for (const file of files) form.append('file', file, file.name);
  return request('POST', ofPerson(id, `file?kind=${kind}`), form);
}

/** Shares the person's own phone number. */
export const sendContact = (id) => request('POST', ofPerson(id, 'contact'), {});

/** Sends a message of a kind without a file, with contents of the sandbox's own. */
export const sendOther = (id, kind) => request('POST', ofPerson(id, 'other'), { kind });

/** Sends a message with these fields of the Bot API. */
export const sendRaw = (id, fields) => request('POST', ofPerson(id, 'raw'), fields);

/** Stops the draft that the bot shows. */
export const stopDraft = (id) => request('POST', ofPerson(id, 'stop-draft'), {});

/** Sends one of the chat's messages again as a forwarded one. */
export const forwardMessage = (id, messageId) => request('POST', ofPerson(id, 'forward'), { messageId });

/** Changes the text of one of the person's own messages. */
export const editMessage = (id, messageId, text) =>
  request('POST', ofPerson(id, 'edit'), { messageId, text });

/** Blocks the bot or lets it write again. */
export const setBlocked = (id, blocked) => request('POST', ofPerson(id, 'block'), { blocked });

/** Deletes the person's Telegram account. */
export const deleteAccount = (id) => request('POST', ofPerson(id, 'delete-account'), {});

/** Delivers the person's last update to the bot once more. */
export const deliverTwice = (id) => request('POST', ofPerson(id, 'duplicate'), {});

/** Resolves with the ControlPanelStatus. */
export const fetchControlPanel = () => request('GET', '/sandbox/control-panel');

/** Issues an invitation; resolves with {code, url}. */
export const makeInvite = () => request('POST', '/sandbox/control-panel/invite', {});

/** Starts `count` synthetic participants; resolves with {started}. */
export const enrolSynthetic = (count) => request('POST', '/sandbox/control-panel/synthetic', { count });

/** Lets the played laboratory deliver a result for every waiting kit; resolves with {sentence}. */
export const deliverLab = () => request('POST', '/sandbox/control-panel/lab', {});

/** Moves the study's clock forward; resolves with {now}. */
export const moveClock = (hours) => request('POST', '/sandbox/control-panel/clock', { hours });

/** The address of a ChatFile's bytes. */
export const fileAddress = (file) => `/sandbox/files/${encodeURIComponent(file.id)}`;
