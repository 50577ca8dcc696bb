declare module 'fernet' {
  interface Token {
    encode(message: string): string;
    decode(): string;
  }
  export default class Fernet {
    constructor(options: { secret: string; ttl: number });
    Secret: new (secret: string) => object;
    Token: new (options?: { token: string; secret: object }) => Token;
  }
}
