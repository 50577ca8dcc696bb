import type { HostHealth } from '../../engine/ports/health.ts';
import type { DialogControl } from '../dialogs/dialog.ts';
import type { Turn } from '../turn/turn.ts';
import type { Study } from '../../engine/protocol/study.ts';

/** The parts of the bot that commands use. */
export interface CommandDeps {
  study: Study;
  bridge: DialogControl;
  /** The bot's name, for invite links. */
  username: string;
  /** The disk, the versions and the way in which updates arrive, as they are now. */
  host: () => Promise<HostHealth>;
}

/** The handler of a command; `args` is the text after the command's name. */
export type CommandHandler = (turn: Turn, args: string, deps: CommandDeps) => Promise<void>;
