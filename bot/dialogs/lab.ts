import { openBiologicalPhase } from '../../engine/protocol/biological-phase.ts';
import { parseKitCode } from '../../engine/protocol/codes.ts';
import { isSealed } from '../../engine/protocol/journey.ts';
import {
  type Arrival,
  journeyOf,
  noteArrival,
  noteOwnStep,
  replaceOwnKit,
} from '../../engine/protocol/kit-journey.ts';
import type { KitState } from '../../engine/protocol/kit-states.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { backRow, button, coloured } from '../turn/keyboards.ts';
import { localDate } from '../turn/local-date.ts';
import { outlookInWords } from '../turn/outlook.ts';
import { type Turn, userOf } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
import { type Answer, choiceOf, type Dialog, type Next, on, type Question, repeat, to } from './dialog.ts';
import { backWords, kitQuestions, yesNo } from './words.ts';

const scope = 'lab';

/** What a participant may do in a state of the kit; each has a button on the screen of the wait. */
const acts: Readonly<Record<Exclude<KitState, 'typed' | 'voided'>, readonly string[]>> = {
  issued: ['have', 'where', 'lost', 'damaged'],
  handed: ['have', 'where', 'lost', 'damaged'],
  posted: ['have', 'where', 'lost', 'damaged'],
  arrived: ['sent', 'lost', 'damaged'],
  sent: ['lost'],
  received: [],
  repeat: [],
  failed: ['another'],
};

/**
 * Phase 3: follows the kit with its participant until a typing is stored. Items: `wait`, `code` (which the participant
 * reads off the kit), and `lost` and `damaged`, which ask once more.
 */
export function labDialog(study: Pick<Study, 'versions' | 'contact'>): Dialog {
  return {
    async ask(turn, item) {
      const userId = userOf(turn);
      if (isSealed(await turn.uow.phases.of(userId), 'biological')) return undefined;
      await openBiologicalPhase(turn.uow, { userId, version: study.versions.biological, now: turn.now });
      if (item === 'code') return askForCode(turn);
      return item === 'lost' || item === 'damaged' ? askToReplace(turn, item) : showWait(turn);
    },
    async answer(turn, input, { item }) {
      if (item === 'lost' || item === 'damaged') return confirm(turn, input, item);
      if (input.kind === 'text' && parseKitCode(input.text) !== undefined)
        return takeCode(turn, input.text, study);
      if (item === 'code') {
        if (choiceOf(input, { back: backWords })) return on;
        turn.notice(turn.t('kit-scan-no-code'));
        return repeat;
      }
      return act(turn, askedAbout(input), study);
    },
  };
}

const contactOf = ({ t }: Turn, { contact }: Pick<Study, 'contact'>): string =>
  contact ? t('help-contact', { contact }) : t('help-no-contact');

async function showWait(turn: Turn): Promise<Question> {
  const { t } = turn;
  const { kit, state, since } = (await journeyOf(turn.uow, userOf(turn)))!;
  const now = t('lab-now', { state, date: localDate(since) });
  // A kit that is typed has sealed the stage, and a void one is not the participant's any more.
  const buttons = acts[state as keyof typeof acts].map((name) =>
    button(t(`lab-act-${name}`), scope, 'wait', name),
  );
  return {
    id: 'wait',
    view: {
      text: [t('lab-ask', { kit: kit.code }), now, ...(await outlookInWords(turn))].join('\n\n'),
      buttons: inRows(buttons),
    },
  };
}

/** The first button alone, the others two to a row. */
const inRows = ([first, ...others]: readonly Button[]): Button[][] => [
  ...(first ? [[first]] : []),
  ...Array.from({ length: Math.ceil(others.length / 2) }, (_, row) => others.slice(2 * row, 2 * row + 2)),
];

const askForCode = ({ t }: Turn): Question => ({
  id: 'code',
  view: { text: t('lab-code-ask'), buttons: [backRow(t, scope, 'code')] },
});

async function askToReplace(turn: Turn, reason: 'lost' | 'damaged'): Promise<Question> {
  const { t } = turn;
  const kit = (await turn.uow.biology.kitOf(userOf(turn)))!;
  return {
    id: reason,
    view: {
      text: t('lab-replace-ask', { kit: kit.code, reason }),
      buttons: [
        [coloured('primary', button(t('lab-replace-yes'), scope, reason, 'yes'))],
        [button(t('cancel'), scope, reason, 'no')],
      ],
    },
  };
}

async function confirm(turn: Turn, input: Answer, reason: 'lost' | 'damaged'): Promise<Next> {
  const choice = choiceOf(input, yesNo);
  if (!choice) {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  if (choice === 'yes') await replace(turn, reason);
  return on;
}

async function replace(turn: Turn, reason: 'lost' | 'damaged' | 'failed'): Promise<void> {
  const kit = await replaceOwnKit(turn.uow, userOf(turn), { reason, now: turn.now });
  turn.notice(turn.t('lab-replaced', { kit: kit.code }));
}

async function act(turn: Turn, asked: string, study: Pick<Study, 'contact'>): Promise<Next> {
  const { t, uow, now } = turn;
  const journey = await journeyOf(uow, userOf(turn));
  const may = journey ? acts[journey.state as keyof typeof acts] : [];
  if (asked === 'have' && may.includes(asked)) return to('code');
  if ((asked === 'lost' || asked === 'damaged') && may.includes(asked)) return to(asked);
  if (asked === 'sent' || asked === 'another') {
    // The state may have changed since the button was sent: a laboratory was quicker.
    if (!may.includes(asked)) return on;
    if (asked === 'another') await replace(turn, 'failed');
    else await noteOwnStep(uow, userOf(turn), { event: 'sent', now });
    return on;
  }
  if (asked === 'where') await noteOwnStep(uow, userOf(turn), { event: 'not-here', now });
  const kit = journey?.kit.code ?? '—';
  const said = asked === 'where' ? t('lab-wait-where', { kit }) : t('lab-wait-other');
  turn.notice([said, contactOf(turn, study)].join('\n\n'));
  return repeat;
}

async function takeCode(turn: Turn, written: string, study: Pick<Study, 'contact'>): Promise<Next> {
  turn.notice(await arrivalInWords(turn, written, study));
  return on;
}

/** Notes that the participant has the kit with this code, and says what the code told. */
export async function arrivalInWords(
  turn: Turn,
  written: string,
  study: Pick<Study, 'contact'>,
): Promise<string> {
  const arrival: Arrival = await noteArrival(turn.uow, written, { userId: userOf(turn), now: turn.now });
  const own = (await turn.uow.biology.kitOf(userOf(turn)))?.code ?? '—';
  const said = turn.t(`kit-scan-${arrival}`, { kit: own });
  return arrival === 'other' ? [said, contactOf(turn, study)].join('\n\n') : said;
}

/** What a message at the kit is about, by the button or by words that such questions have in the three languages. */
function askedAbout(input: Answer): string {
  if (input.kind === 'tap') return input.tap?.value ?? 'other';
  const asked = (['lost', 'where'] as const).find(
    (question) => input.kind === 'text' && kitQuestions[question].test(input.text),
  );
  return asked ?? 'other';
}
