import { type Composition } from '../compose.ts';
import { type Actor } from '../domain/permission.ts';

/** The person at the machine's console: whoever may start the program may create its first administrator. */
export async function operatorOf({ services }: Composition): Promise<Actor> {
  const directory = await services.units.directory();
  const court = directory.find({ tier: 'court' })[0];
  if (!court) throw new Error('The network of units is not loaded: run `jiefen seed` first');
  const { code, tier, path, name } = court;
  return { accountId: 'system', name: '控制台', role: 'system', unit: { code, tier, path, name: name.zh } };
}
