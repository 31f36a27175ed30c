import { type Config } from '../../config/index.ts';
import { type Composition } from '../compose.ts';

/** What a command is given. */
export interface CommandContext {
  readonly loadConfig: () => Config;
  readonly print: (line: string) => void;
  /** Opens the product, does the work, and closes it again whatever happens. */
  readonly withComposition: <T>(work: (composition: Composition) => Promise<T>, config?: Config) => Promise<T>;
}
