import { isHarmoniaError } from '../../foundation/errors.ts';
import type { Participant } from '../../engine/ports/participants.ts';
import { ageOf } from '../../engine/compatibility/age.ts';
import { changeEmail, type Correctable, correctAnswer, whyFixed } from '../../engine/protocol/profile.ts';
import { button } from '../turn/keyboards.ts';
import { participantOf, type Turn } from '../turn/turn.ts';
import { readField, viewOfField } from './about-questions.ts';
import { knownEmail, readEmail } from './account.ts';
import { type Answer, type Dialog, type Next, on, repeat, to } from './dialog.ts';
import { backWords } from './words.ts';

const correctable = ['displayName', 'birthYear', 'sex', 'seeksAgeMin', 'seeksAgeMax'] as const;
const isCorrectable = (item: string): item is Correctable => correctable.some((field) => field === item);

/**
 * Asks again for one answer that a participant wants to correct; /profile says which can be. Items: the name of the
 * field, or `email`. The question that was open before is asked after it.
 */
export const profileDialog: Dialog = {
  async ask(turn, item) {
    if (!item) return undefined;
    const keep = [button(turn.t('correct-keep'), 'profile', item, 'keep')];
    if (item === 'email') {
      const email = await knownEmail(turn);
      const text = [turn.t('email-ask'), ...(email ? [turn.t('about-known', { value: email })] : [])];
      return { id: item, view: { text: text.join('\n\n'), buttons: [keep] } };
    }
    if (!isCorrectable(item)) return undefined;
    const fixed = await whyFixed(turn.uow, participantOf(turn), item);
    if (fixed) {
      turn.notice(turn.t(`correct-${fixed}`));
      return undefined;
    }
    return { id: item, view: viewOfField(turn, item, { scope: 'profile', item, rows: [keep] }) };
  },

  async answer(turn, input, { item }) {
    const word = input.kind === 'text' ? input.text.toLowerCase() : '';
    const keeps =
      input.kind === 'tap' ? input.tap?.value === 'keep' : backWords.some((back) => back === word);
    // A name may be one of these words.
    if (keeps && (input.kind === 'tap' || item !== 'displayName')) return unchanged(turn);
    return item === 'email' ? takeEmail(turn, input) : takeField(turn, input, item as Correctable);
  },
};

function unchanged(turn: Turn): Next {
  turn.notice(turn.t('nothing-changed'));
  return on;
}

async function takeField(turn: Turn, input: Answer, field: Correctable): Promise<Next> {
  const change = readField(turn, field, input);
  if (!change) return repeat;
  const before = participantOf(turn);
  const after = { ...before, ...change };
  if (after[field] !== before[field]) {
    try {
      await correctAnswer(turn.uow, before, { field, change, now: turn.now });
    } catch (error) {
      const fixed = isHarmoniaError(error, 'phase-sealed')
        ? 'sealed'
        : isHarmoniaError(error, 'cohort-state') && 'frozen';
      if (!fixed) throw error;
      turn.notice(turn.t(`correct-${fixed}`));
      return on;
    }
    turn.participant = after;
  }
  // The two ages are one answer: the older one is asked for in any case.
  if (field === 'seeksAgeMin') return to('seeksAgeMax');
  if (after[field] === before[field] && field !== 'seeksAgeMax') return unchanged(turn);
  turn.notice(consequence(turn, field, after));
  return on;
}

/** What a correction means for the participant. */
function consequence({ t, now }: Turn, field: Correctable, after: Participant): string {
  if (field === 'displayName') return t('corrected-name', { name: after.displayName ?? '' });
  if (field === 'birthYear')
    return t('corrected-birth-year', {
      year: String(after.birthYear),
      age: ageOf(after.birthYear ?? 0, now),
    });
  if (field === 'sex') return t('corrected-sex', { sex: t(`sex-${after.sex}`) });
  return t('corrected-ages', {
    minimum: after.seeksAgeMin ?? 0,
    maximum: after.seeksAgeMax ?? 0,
  });
}

async function takeEmail(turn: Turn, input: Answer): Promise<Next> {
  const email = await readEmail(turn, input);
  if (!email) return repeat;
  if (email === (await knownEmail(turn))) return unchanged(turn);
  await changeEmail(turn.uow, participantOf(turn), { email, now: turn.now });
  turn.notice(turn.t('corrected-email', { email }));
  return on;
}
