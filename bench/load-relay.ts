import net from 'node:net';

/** What the program's own connections asked of PostgreSQL, counted on the wire. */
export interface Counted {
  statements: number;
  transactions: number;
}

/** A relay in front of a PostgreSQL; it counts connections whose application is `harmonia`: those of the chat's pool. */
export interface Relay {
  readonly url: string;
  counted(): Counted;
  close(): void;
}

const frameHead = 5;

/**
 * Listens on a free port and passes everything on to the server of this address. A statement is an Execute of the extended protocol,
 * or each part of a simple query between semicolons; a transaction is an answer ReadyForQuery outside of one.
 * Source: PostgreSQL 18, chapter 54, Message Formats.
 */
export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const counted: Counted = { statements: 0, transactions: 0 };
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    let isOurs = false;
    const fromClient = frames(false, (type, body) => {
      if (type === '') isOurs = /application_name\0harmonia\0/.test(body.toString('latin1'));
      if (!isOurs) return;
      if (type === 'E') counted.statements += 1;
      if (type === 'Q')
        counted.statements += body
          .toString('latin1', 0, body.length - 1)
          .split(';')
          .filter((part) => part.trim() !== '').length;
    });
    const fromServer = frames(true, (type, body) => {
      if (isOurs && type === 'Z' && body.toString('latin1') === 'I') counted.transactions += 1;
    });
    client.setNoDelay(true).on('data', (bytes) => {
      fromClient(bytes);
      upstream.write(bytes);
    });
    upstream.setNoDelay(true).on('data', (bytes) => {
      fromServer(bytes);
      client.write(bytes);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    counted: () => ({ ...counted }),
    close: () => void server.close(),
  };
}

/** Cuts a stream into messages. The first one of a client has no type. */
function frames(isTyped: boolean, take: (type: string, body: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let typed = isTyped;
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (;;) {
      const head = typed ? frameHead : frameHead - 1;
      if (rest.length < head) return;
      const length = rest.readInt32BE(head - 4) + head - 4;
      if (rest.length < length) return;
      take(typed ? String.fromCharCode(rest[0]!) : '', rest.subarray(head, length));
      rest = rest.subarray(length);
      typed = true;
    }
  };
}
