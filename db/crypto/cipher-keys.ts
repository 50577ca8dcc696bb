/** The keys of stored data, as configured. */
export interface CipherKeys {
  /** FERNET_KEYS: the first encrypts, all decrypt; at least one, base64url of 32 bytes each. */
  fernetKeys: readonly string[];
  /** Key of stored digests; derived from the Fernet keys when absent. */
  digestKey?: string;
  /** Checked at the start; passwords are hashed elsewhere. Not checked when absent. */
  passwordPepper?: Buffer;
}
