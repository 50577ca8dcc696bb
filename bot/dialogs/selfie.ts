import { isSealed } from '../../engine/protocol/journey.ts';
import { openVisualPhase } from '../../engine/protocol/visual-phase.ts';
import type { SelfieProblem } from '../../engine/visual/selfie-problem.ts';
import { button } from '../turn/keyboards.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import { type Answer, choiceOf, type Dialog, type Next, on, type Question, repeat } from './dialog.ts';
import { useWords } from './words.ts';

/** Why a picture was refused: a finding of the face analysis, or the way in which it was sent. */
type RefusedFor = SelfieProblem | 'album' | 'too-large' | 'failed';

const largestFileBytes = 20 * 1024 * 1024;
const inARowMs = 10_000;

/** Asks for a selfie, waits for the face analysis of a background job, shows the photo and asks whether to use it. */
export function selfieDialog(study: Study): Dialog {
  return {
    async ask(turn) {
      const participant = participantOf(turn);
      if (isSealed(await turn.uow.phases.of(participant.userId), 'visual')) return undefined;
      await openVisualPhase(turn.uow, study, {
        userId: participant.userId,
        seeks: participant.seeks ?? 'both',
        now: turn.now,
      });
      const selfie = await turn.uow.visual.selfie(participant.userId);
      switch (selfie?.status) {
        case 'accepted':
          return undefined;
        case 'analysing':
          return { id: 'analysing', view: { text: turn.t('selfie-analysing'), buttons: [] } };
        case 'preview':
          return preview(turn);
        default:
          return askForPhoto(turn, selfie?.problem as RefusedFor | null | undefined);
      }
    },
    async answer(turn, input, { item }) {
      if (item === 'preview' && input.kind !== 'picture') return decide(turn, input);
      if (input.kind === 'picture') return takePicture(turn, input);
      turn.notice(
        turn.t(
          item === 'analysing'
            ? 'selfie-wait'
            : input.kind === 'other'
              ? `selfie-not-${input.what}`
              : 'selfie-send-photo',
        ),
      );
      return repeat;
    },
  };
}

function askForPhoto({ t }: Turn, problem: RefusedFor | null | undefined): Question {
  const text = problem ? `${t(`selfie-problem-${problem}`)}\n\n${t('selfie-again')}` : t('selfie-ask');
  return { id: 'photo', view: { text, buttons: [] } };
}

async function preview(turn: Turn): Promise<Question> {
  const stored = await turn.uow.visual.photoPath(userOf(turn));
  const { t } = turn;
  return {
    id: 'preview',
    view: {
      text: t('selfie-preview'),
      ...(stored ? { picture: { stored } } : {}),
      buttons: [
        [
          button(t('selfie-use'), 'selfie', 'preview', 'yes'),
          button(t('selfie-retake'), 'selfie', 'preview', 'no'),
        ],
      ],
    },
  };
}

async function takePicture(turn: Turn, input: Extract<Answer, { kind: 'picture' }>): Promise<Next> {
  const userId = userOf(turn);
  const earlier = await turn.uow.visual.selfie(userId);
  const attempts = (earlier?.attempts ?? 0) + 1;
  const base = { userId, attempts, updatedAt: turn.now };
  if (input.albumId) {
    // Telegram delivers an album as one update per picture: only the first gets a message, the rest edit it.
    if (earlier?.remoteFile === input.albumId) turn.asNewMessage = false;
    await turn.uow.visual.saveSelfie({
      ...base,
      status: 'refused',
      problem: 'album',
      remoteFile: input.albumId,
    });
    return on;
  }
  if (input.fileSize > largestFileBytes) {
    await turn.uow.visual.saveSelfie({
      ...base,
      status: 'refused',
      problem: 'too-large',
      remoteFile: input.fileId,
    });
    return on;
  }
  // Of photos sent one after the other the last one counts, and the first got the message that it is looked at.
  const isInARow = turn.now.getTime() - (earlier?.updatedAt.getTime() ?? 0) < inARowMs;
  if (earlier?.status === 'analysing' && isInARow) turn.asNewMessage = false;
  await turn.uow.visual.saveSelfie({ ...base, status: 'analysing', problem: null, remoteFile: input.fileId });
  await turn.uow.jobs.enqueue('analyse-selfie', { userId, remoteFile: input.fileId });
  return on;
}

async function decide(turn: Turn, input: Answer): Promise<Next> {
  const choice = choiceOf(input, useWords);
  const selfie = await turn.uow.visual.selfie(userOf(turn));
  if (!choice || !selfie) {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  const next =
    choice === 'yes' ? { status: 'accepted' as const } : { status: 'refused' as const, problem: null };
  await turn.uow.visual.saveSelfie({ ...selfie, ...next, updatedAt: turn.now });
  if (choice === 'yes') {
    await turn.uow.audit.append({
      actor: userOf(turn),
      action: 'selfie-accepted',
      subject: userOf(turn),
      details: { attempts: selfie.attempts },
      at: turn.now,
    });
  }
  return on;
}
