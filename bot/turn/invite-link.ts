/** The link that opens the bot with an invitation: a "deep link" of Telegram. */
export const inviteLink = (username: string, code: string): string =>
  `https://t.me/${username}?start=${code}`;
