import type { Method } from '../call.ts';
import type { SupportedMethod } from '../supported-methods.ts';
import { answerCallbackQuery } from './answering.ts';
import { getChat, getFile, leaveChat } from './chats.ts';
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
} from './editing.ts';
import { clearWebhook, getUpdates, getWebhookInfo, setWebhook } from './intake.ts';
import { sendMessageDraft, setMessageReaction, setMyProfilePhoto } from './newer.ts';
import {
  deleteMyCommands,
  getChatMenuButton,
  getMe,
  getMyCommands,
  getMyDescription,
  getMyShortDescription,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMySettings,
  setMyShortDescription,
} from './profile.ts';
import { sendChatAction, sendDocument, sendMediaGroup, sendMessage, sendPhoto } from './sending.ts';

/** The implementation of each supported method; it is called with parameters that obey the schema. */
export const methods: Readonly<Record<SupportedMethod, Method>> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook: clearWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto,
  sendDocument,
  sendMediaGroup,
  sendChatAction,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  getFile,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setMySettings,
  setChatMenuButton,
  getChatMenuButton,
  getChat,
  leaveChat,
  sendMessageDraft,
  setMessageReaction,
  setMyProfilePhoto,
};
