import { EventEmitter, on, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to a server that can be cut, frozen or taken down. */
export interface TcpProxy {
  /** The same address, through the proxy. */
  url: string;
  /** Bytes are lost in both directions; connections stay open. */
  freeze(): void;
  /** Resolves when a frozen wire has lost bytes with this text on their way to the server. */
  lost(text: string): Promise<void>;
  thaw(): void;
  /** Ends every connection now. */
  cut(): void;
  /** Ends the connection that sends this text as soon as the server has answered it; once. */
  cutAfterAnswerTo(text: string): void;
  /** Refuses connections until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 in front of the server of a postgres:// address. */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  let trigger: string | undefined;
  const losses = new EventEmitter();

  const link = (client: Socket): void => {
    const server = connect(Number(target.port), target.hostname);
    let cutNext = false;
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (trigger !== undefined && bytes.includes(trigger)) {
        trigger = undefined;
        cutNext = true;
      }
      if (frozen) losses.emit('loss', bytes);
      else server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (cutNext) client.destroy();
      else if (!frozen) client.write(bytes);
    });
  };

  let listener = createServer(link);
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const { port } = listener.address() as AddressInfo;
  const proxied = new URL(url);
  proxied.port = String(port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: proxied.href,
    freeze: () => void (frozen = true),
    thaw: () => void (frozen = false),
    async lost(text) {
      for await (const [bytes] of on(losses, 'loss') as AsyncIterable<[Buffer]>)
        if (bytes.includes(text)) return;
    },
    cut,
    cutAfterAnswerTo: (text) => void (trigger = text),
    async down() {
      const closed = once(listener, 'close');
      listener.close();
      cut();
      await closed;
    },
    async up() {
      listener = createServer(link);
      await once(listener.listen(port, '127.0.0.1'), 'listening');
    },
  };
}
