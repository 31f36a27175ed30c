import type { ScramConversation } from './scram.ts';

/** How far the login of one connection has come. */
export class Login {
  conversation: ScramConversation | null = null;
  /** The password was right, and the client has one more empty message to send. */
  proven = false;
  skipsEmptyExchange = false;
  #done = false;

  get done(): boolean {
    return this.#done;
  }

  succeed(): void {
    this.forget();
    this.#done = true;
  }

  forget(): void {
    this.conversation = null;
    this.proven = false;
    this.#done = false;
  }
}
