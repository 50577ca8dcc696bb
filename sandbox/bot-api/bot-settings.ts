/** What the bot has set with setMySettings (Bot API 10.5). */
export interface BotSettings {
  can_join_groups?: boolean;
  can_read_all_group_messages?: boolean;
  supports_inline_queries?: boolean;
  inline_query_placeholder?: string;
  needs_inline_query_location?: boolean;
  can_connect_to_business?: boolean;
  can_manage_bots?: boolean;
  supports_guest_queries?: boolean;
  supports_join_request_queries?: boolean;
  has_topics_enabled?: boolean;
  allows_users_to_create_topics?: boolean;
  has_topic_sidebar?: boolean;
  can_communicate_with_bots?: boolean;
  callback_query_mode?: 'default' | 'auto' | 'inline';
}
