import { parseTyping } from '../../engine/biological/index.ts';
import { phaseOrder } from '../../engine/protocol/journey.ts';
import { readable } from '../../engine/protocol/readable.ts';
import { questionOf } from '../../engine/personality/instrument.ts';
import type { Purpose, UserId } from '../../engine/ports/participants.ts';
import type { FileStorage, Jobs } from '../../engine/ports/unit-of-work.ts';
import { type DataExport, renderExport } from '../../engine/report/export-pdf.ts';
import { locales, type Translate, translator } from '../../locales/locales.ts';
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
          ...codesInWords(t),
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

/** Words for the codes of a participant's rows. A code that is not known here is printed as it is. */
function codesInWords(t: Translate): NonNullable<DataExport['words']> {
  const among =
    <Code extends string>(codes: readonly Code[], say: (code: Code) => string) =>
    (stored: string): string | undefined => {
      const code = codes.find((candidate) => candidate === stored);
      return code === undefined ? undefined : say(code);
    };
  const phase = among(phaseOrder, (name) => t(`report-phase-${name}`));
  const language = among(locales, (name) => translator(name)('language-name'));
  const status = among(statuses, (name) => t(`export-status-${name}`));
  return {
    'participants.sex': among(['female', 'male'], (name) => t(`sex-${name}`)),
    'participants.seeks': among(['female', 'male', 'both'], (name) => t(`seeks-${name}`)),
    'participants.locale': language,
    'consents.locale': language,
    'questionnaire_answers.locale': language,
    'phase_records.phase': phase,
    'presentations.phase': phase,
    'superseded_seals.phase': phase,
    'participants.status': status,
    'selfies.status': status,
    'reports.status': status,
    'outcomes.excluded_reason': among(['known', 'other'], (name) => t(`profile-reason-${name}`)),
  };
}

/** The states of a participant, a selfie and a report, as they are stored. */
const statuses = [
  'active',
  'paused',
  'withdrawn',
  'analysing',
  'refused',
  'preview',
  'accepted',
  'requested',
  'ready',
  'delivered',
] as const;

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
