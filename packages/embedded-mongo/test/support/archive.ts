import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { archiveAddresses } from '../../src/bundle/apt.ts';

/** The archive of this machine, passed on by a server that can lose and change what it passes on. */
export class ArchiveInTheMiddle {
  /** Packages handed out. */
  readonly packages: string[] = [];
  /** Called before each file; what is not allowed is not there. */
  allow: (file: string) => boolean = () => true;
  /** Called with each file before it is handed out. */
  change: (file: string, content: Buffer) => Buffer = (_, content) => content;
  readonly #server: http.Server;
  readonly #before = process.env['EMBEDDED_MONGO_ARCHIVE'];

  private constructor(address: string) {
    this.#server = http.createServer((request, response) => {
      void this.#answer(`${address.replace(/\/$/, '')}${request.url ?? ''}`, response);
    });
  }

  /** From here on every provisioning of this process goes through it; null where this machine knows no archive. */
  static async open(): Promise<ArchiveInTheMiddle | null> {
    const [address] = await archiveAddresses();
    if (address === undefined) return null;
    const archive = new ArchiveInTheMiddle(address);
    archive.#server.listen(0, '127.0.0.1');
    await once(archive.#server, 'listening');
    process.env['EMBEDDED_MONGO_ARCHIVE'] = `http://127.0.0.1:${(archive.#server.address() as AddressInfo).port}`;
    return archive;
  }

  async #answer(url: string, response: http.ServerResponse): Promise<void> {
    const file = decodeURIComponent(url.split('/').at(-1) ?? '');
    if (!this.allow(file)) {
      response.writeHead(404).end();
      return;
    }
    const found = await fetch(url);
    const content = Buffer.from(await found.arrayBuffer());
    if (file.endsWith('.deb')) this.packages.push(file);
    response.writeHead(found.status, { 'content-length': content.length });
    response.end(this.change(file, content));
  }

  async close(): Promise<void> {
    if (this.#before === undefined) delete process.env['EMBEDDED_MONGO_ARCHIVE'];
    else process.env['EMBEDDED_MONGO_ARCHIVE'] = this.#before;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
