import { parseTyping } from '../../engine/biological/index.ts';
import { readable } from '../../engine/protocol/readable.ts';
import { questionOf } from '../../engine/personality/instrument.ts';
import type { Purpose, UserId } from '../../engine/ports/participants.ts';
import type { FileStorage, Jobs } from '../../engine/ports/unit-of-work.ts';
import { type DataExport, renderExport } from '../../engine/report/export-pdf.ts';
import { translator } from '../../locales/locales.ts';
import type { Outgoing } from '../turn/view.ts';
import { whileTyping } from './chat-action.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Sends a participant the stored data about them, as JSON and as a PDF to read. A participant who was erased in the
 * meantime gets nothing. A second run of the job sends the files once more.
 */
export async function exportData(deps: JobDeps, { userId }: Jobs['export-data']): Promise<void> {
  const { transactions, files, bot, study, clock } = deps;
  const found = await transactions.transact(async (uow) => {
    const participant = await uow.participants.byUser(userId as UserId);
    if (!participant?.chatId) return undefined;
    const data = (await uow.personalData.export(participant.userId)) as DataExport['data'];
    const begun = (await uow.phases.of(participant.userId)).get('personality');
    return { participant, chatId: participant.chatId, data, questionnaire: begun?.instrumentVersion ?? '' };
  });
  if (!found) return;
  const { participant, chatId, data, questionnaire } = found;
  // A replaced questionnaire may be gone when its cohort is scored. The export then shows the ids of its items.
  const instrument = study.instruments.find(questionnaire)?.instrument;
  const locale = participant.locale ?? 'en';
  const t = translator(locale);
  const stored = data['hla_data']?.[0]?.['encrypted_alleles'];
  const typing =
    typeof stored === 'string' ? (await readable(() => typingInWords(stored)))?.value : undefined;
  const pdf = await whileTyping(deps, chatId, async () =>
    renderExport(
      {
        data,
        locale,
        code: participant.code,
        study: study.name,
        date: clock.now(),
        ...(await photoOf(files, data)),
        words: {
          'questionnaire_answers.item_id': (id) => instrument && questionOf(instrument, id)?.text[locale],
          'hla_data.encrypted_alleles': () => typing ?? t('export-unreadable'),
          'profiles.visual_embedding': () => t('export-unreadable'),
          'consents.purpose': (purpose) => t(`consent-${purpose as Purpose}-title`),
        },
      },
      t,
    ),
  );
  await bot.intake.inChat(chatId, async (turn) => {
    if (turn.participant?.userId !== userId) return;
    const json = Buffer.from(JSON.stringify(data, null, 2));
    turn.send(document(json, 'harmonia-my-data.json', turn.t('export-caption')));
    turn.send(document(pdf, 'harmonia-my-data.pdf', turn.t('export-caption-pdf')));
    const { audit } = turn.uow;
    await audit.append({
      actor: participant.userId,
      action: 'exported',
      subject: participant.userId,
      details: {},
      at: turn.now,
    });
  });
}

/** Each gene in canonical spelling, and in the laboratory's where that differs. */
const typingInWords = (stored: string): string =>
  Object.values(parseTyping(stored).loci)
    .map(({ raw, glString }) => (raw === glString ? glString : `${glString} (${raw})`))
    .join('; ');

const document = (bytes: Buffer, fileName: string, caption: string): Outgoing => ({
  kind: 'document',
  file: { base64: bytes.toString('base64') },
  fileName,
  caption,
  protect: false,
});

/** The photo at the path in the export; null when the file does not exist. */
async function photoOf(files: FileStorage, data: DataExport['data']): Promise<Pick<DataExport, 'photo'>> {
  const path = data['profiles']?.[0]?.['photo_path'];
  if (typeof path !== 'string') return {};
  return { photo: (await files.exists(path)) ? await files.read(path) : null };
}
