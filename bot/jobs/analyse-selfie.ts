import { randomUUID } from 'node:crypto';
import type { ChatId, Participant, UserId } from '../../engine/ports/participants.ts';
import type { FaceDescription } from '../../engine/ports/phases.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import {
  analyserVersionOf,
  type DescriptionVersion,
  descriptionVersionIn,
} from '../../engine/visual/description-version.ts';
import { preparePhoto } from '../../engine/visual/photo.ts';
import { checkSelfie } from '../../engine/visual/selfie.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import type { Turn } from '../turn/turn.ts';
import { whileTyping } from './chat-action.ts';
import { deleteUnlessUsed } from './delete-file.ts';
import type { JobDeps } from './job-deps.ts';

/** The result of checking a selfie. */
type Verdict = { ok: false; problem: string } | { ok: true; jpeg: Buffer; description: FaceDescription };

/**
 * Downloads a selfie, checks it and shows the participant the result. Nothing happens when the participant has sent
 * another photo in the meantime, or when the job runs a second time.
 */
export async function analyseSelfie(
  deps: JobDeps,
  { userId, remoteFile }: Jobs['analyse-selfie'],
): Promise<void> {
  const id = userId as UserId;
  const waiting = await deps.transactions.transact(async (uow) => {
    const selfie = await uow.visual.selfie(id);
    const participant = await uow.participants.byUser(id);
    if (selfie?.status !== 'analysing' || selfie.remoteFile !== remoteFile) return undefined;
    // The calibration faces that this participant rates are described in the way noted when the phase was opened.
    const begun = (await uow.phases.of(id)).get('visual');
    if (!participant?.chatId || !begun) return undefined;
    const { chatId } = participant;
    return { participant, chatId, version: descriptionVersionIn(begun.instrumentVersion) };
  });
  if (!waiting) return;
  const { participant, chatId, version } = waiting;
  const verdict = await whileTyping(deps, chatId, () => judge(deps, remoteFile, version));
  await store(deps, participant, chatId, remoteFile, verdict);
}

async function judge(
  { bot, analyser }: JobDeps,
  remoteFile: string,
  version: DescriptionVersion,
): Promise<Verdict> {
  try {
    const { jpeg } = await preparePhoto(await bot.api.download(remoteFile));
    const analysis = await analyser.analyse(jpeg, version);
    const verdict = checkSelfie(analysis);
    if (!verdict.ok || !analysis.largest)
      return { ok: false, problem: verdict.ok ? 'no-face' : verdict.reason };
    const analyserVersion = analyserVersionOf(version, analyser.backend);
    return { ok: true, jpeg, description: { embedding: analysis.largest.embedding, analyserVersion } };
  } catch (error) {
    if (isHarmoniaError(error, 'photo-unreadable'))
      return { ok: false, problem: String(error.details['reason'] ?? 'not-an-image') };
    throw error;
  }
}

async function store(
  deps: JobDeps,
  { userId }: Participant,
  chatId: ChatId,
  remoteFile: string,
  verdict: Verdict,
): Promise<void> {
  const photoPath = `uploads/${randomUUID()}.jpg`;
  if (verdict.ok) {
    await deleteUnlessUsed(deps.transactions, [photoPath]);
    await deps.files.write(photoPath, verdict.jpeg);
  }
  let kept = false;
  try {
    await deps.bot.refresh(chatId, async (turn: Turn) => {
      kept = false;
      const { visual, jobs } = turn.uow;
      const selfie = await visual.selfie(userId);
      if (selfie?.status !== 'analysing' || selfie.remoteFile !== remoteFile) {
        // A later photo is looked at, and the chat says so already: the screen is not sent once more.
        turn.asNewMessage = false;
        return;
      }
      // After a freeze nothing of a participant who was left out is stored. They are asked anew if they stay.
      const isTaken = await turn.uow.cohorts.isOpenTo(userId);
      if (!verdict.ok || !isTaken)
        return visual.saveSelfie({
          ...selfie,
          status: 'refused',
          problem: verdict.ok ? null : verdict.problem,
          updatedAt: turn.now,
        });
      const earlier = await visual.photoPath(userId);
      if (earlier) await jobs.enqueue('delete-file', { path: earlier });
      await visual.saveFace(userId, { photoPath, description: verdict.description });
      await visual.saveSelfie({ ...selfie, status: 'preview', problem: null, updatedAt: turn.now });
      kept = true;
    });
  } finally {
    if (verdict.ok && !kept) await deps.files.remove(photoPath);
  }
}

/** Asks the participant for another photo after the last try of the job has failed. */
export async function giveUpOnSelfie(
  deps: JobDeps,
  { userId, remoteFile }: Jobs['analyse-selfie'],
): Promise<void> {
  const participant = await deps.transactions.transact((uow) => uow.participants.byUser(userId as UserId));
  if (participant?.chatId)
    await store(deps, participant, participant.chatId, remoteFile, { ok: false, problem: 'failed' });
}
