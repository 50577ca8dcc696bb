import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of one file that can be told to misbehave. */
export interface FileServer {
  readonly url: string;
  /** The ranges asked for, request by request; `-` for a whole file. */
  readonly asked: string[];
  /** Ends the connection of the next answers after so many bytes of the body. */
  cutAfter(bytes: number, times?: number): void;
  /** Falls silent in the next answer after so many bytes. */
  stallAfter(bytes: number): void;
  /** Answers with something else from now on. */
  answer(handler: ((request: IncomingMessage, response: ServerResponse) => void) | undefined): void;
  /** Another file under the same address. */
  serve(file: Buffer): void;
  close(): Promise<void>;
}

/** Serves a file on 127.0.0.1; without `ranges` it ignores the header, as simple servers do. */
export async function startFileServer(file: Buffer, { ranges = true } = {}): Promise<FileServer> {
  let content = file;
  let handler: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  let cuts: number[] = [];
  let stall: number | undefined;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range ?? '-');
    if (handler) return handler(request, response);
    const etag = `"${createHash('sha256').update(content).digest('hex')}"`;
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const partial = ranges && start > 0 && request.headers['if-range'] === etag;
    if (partial && start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const body = partial ? content.subarray(start) : content;
    const cut = cuts.shift();
    response.writeHead(partial ? 206 : 200, {
      'content-type': 'application/zip',
      'content-length': body.length,
      ...(ranges && { etag }),
      ...(partial && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    if (stall !== undefined) {
      response.write(body.subarray(0, stall));
      stall = undefined;
    } else if (cut === undefined) response.end(body);
    else response.write(body.subarray(0, cut), () => cutOnceRead(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.zip`,
    asked,
    cutAfter: (bytes, times = 1) => void (cuts = Array.from({ length: times }, () => bytes)),
    stallAfter: (bytes) => void (stall = bytes),
    answer: (other) => void (handler = other),
    serve: (other) => void (content = other),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Ends the connection in the middle of an answer. The client runs in this process too: one timer could come due while
 * it had no turn to read what was sent, many in a row give it as many turns however busy the machine is.
 */
function cutOnceRead(response: ServerResponse, turns = 10): void {
  if (turns === 0) response.destroy();
  else setTimeout(cutOnceRead, 5, response, turns - 1);
}
