/** The methods of the Bot API that the sandbox supports. The case of a name is ignored, as by the real server. */
export const supportedMethods = [
  'getMe',
  'getUpdates',
  'setWebhook',
  'deleteWebhook',
  'getWebhookInfo',
  'sendMessage',
  'sendPhoto',
  'sendDocument',
  'sendMediaGroup',
  'sendChatAction',
  'editMessageText',
  'editMessageCaption',
  'editMessageMedia',
  'editMessageReplyMarkup',
  'deleteMessage',
  'deleteMessages',
  'answerCallbackQuery',
  'getFile',
  'setMyCommands',
  'getMyCommands',
  'deleteMyCommands',
  'setMyDescription',
  'getMyDescription',
  'setMyShortDescription',
  'getMyShortDescription',
  'setMySettings',
  'setChatMenuButton',
  'getChatMenuButton',
  'getChat',
  'leaveChat',
  'sendMessageDraft',
  'setMessageReaction',
  'setMyProfilePhoto',
] as const;

export type SupportedMethod = (typeof supportedMethods)[number];

const byLowerCase = new Map(supportedMethods.map((name) => [name.toLowerCase(), name]));

export const findMethod = (name: string): SupportedMethod | undefined => byLowerCase.get(name.toLowerCase());
