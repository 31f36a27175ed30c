import { join } from 'node:path';
import { type Command } from 'commander';
import { generateDocs, staleDocs, writeDocs } from '../docs/index.ts';
import { createI18n } from '../platform/i18n.ts';
import { projectRoot } from '../platform/project.ts';
import { type CommandContext } from './context.ts';

export function register(program: Command, { withComposition, print }: CommandContext): void {
  program
    .command('docs')
    .description('write docs/generated from the code')
    .option('--check', 'write nothing; fail when a document is stale')
    .option('--routes', 'the table of routes too; opens the database')
    .action(async ({ check = false, routes = false }: { check?: boolean; routes?: boolean }) => {
      const directory = join(projectRoot, 'docs/generated');
      const rows = routes ? await withComposition(async (composition) => composition.rows) : undefined;
      const docs = generateDocs(createI18n({ strict: true }), rows);
      if (!check) {
        const written = await writeDocs(directory, docs);
        for (const name of written) print(`docs/generated/${name}`);
        print(`${written.length} written, ${docs.size - written.length} unchanged`);
        return;
      }
      const stale = await staleDocs(directory, docs);
      for (const name of stale) print(`stale: docs/generated/${name}`);
      if (stale.length > 0) process.exitCode = 1;
    });
}
