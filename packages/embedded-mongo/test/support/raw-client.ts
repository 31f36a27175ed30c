import net from 'node:net';
import type { Document } from 'bson';
import { decode, encode } from '../../src/gateway/bson-codec.ts';
import { crc32c } from '../../src/gateway/wire.ts';

interface SendOptions {
  readonly sequences?: Readonly<Record<string, readonly Document[]>>;
  readonly checksum?: boolean;
  readonly moreToCome?: boolean;
}

/** A client that speaks the wire protocol by hand: for what no driver does, or hides. */
export class RawClient {
  readonly socket: net.Socket;
  #buffer = Buffer.alloc(0);
  #waiting: ((message: Buffer) => void)[] = [];
  #requestId = 0;

  private constructor(socket: net.Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  static connect(uri: string): Promise<RawClient> {
    const { hostname, port } = new URL(uri);
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), hostname, () => resolve(new RawClient(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a command in an OP_MSG and waits for its answer. */
  async command(command: Document, options: SendOptions = {}): Promise<Document> {
    this.send(command, options);
    return decode((await this.nextMessage()).subarray(21));
  }

  /** Sends without waiting. */
  send(command: Document, { sequences = {}, checksum = false, moreToCome = false }: SendOptions = {}): void {
    const sections = [Buffer.from([0]), encode({ ...command, $db: command['$db'] ?? 'protocol' })];
    for (const [name, documents] of Object.entries(sequences)) {
      const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map(encode)]);
      const length = Buffer.alloc(4);
      length.writeInt32LE(content.length + 4);
      sections.push(Buffer.from([1]), length, content);
    }
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE((checksum ? 1 : 0) | (moreToCome ? 2 : 0));
    const message = this.#frame(2013, [flags, ...sections], checksum ? 4 : 0);
    if (checksum) message.writeUInt32LE(crc32c(message.subarray(0, -4)), message.length - 4);
    this.socket.write(message);
  }

  /** Sends a command in the envelope of old and returns the answer's document. */
  async legacy(command: Document): Promise<Document> {
    const numbers = Buffer.alloc(8);
    numbers.writeInt32LE(-1, 4);
    this.socket.write(this.#frame(2004, [Buffer.alloc(4), Buffer.from('admin.$cmd\0'), numbers, encode(command)], 0));
    return decode((await this.nextMessage()).subarray(36));
  }

  nextMessage(): Promise<Buffer> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  #frame(operation: number, parts: readonly Buffer[], extra: number): Buffer {
    const body = Buffer.concat([...parts, Buffer.alloc(extra)]);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + body.length, 0);
    header.writeInt32LE(++this.#requestId, 4);
    header.writeInt32LE(operation, 12);
    return Buffer.concat([header, body]);
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#buffer.length >= 16 && this.#buffer.length >= this.#buffer.readInt32LE(0)) {
      const length = this.#buffer.readInt32LE(0);
      const message = Buffer.from(this.#buffer.subarray(0, length));
      this.#buffer = this.#buffer.subarray(length);
      this.#waiting.shift()?.(message);
    }
  }
}
