// Writes the Word templates of the forms, templates/F01.docx to F30.docx: `npm run templates`. A court that wants another
// look downloads one from the system, edits it in Word and uploads it; these files stay the standard.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FORMS } from './templates/forms.ts';
import { wordFile } from './templates/layout.ts';

const folder = join(import.meta.dirname, '../templates');
await mkdir(folder, { recursive: true });
for (const [id, { name, pieces }] of Object.entries(FORMS)) {
  await writeFile(join(folder, `${id}.docx`), await wordFile(name, pieces));
}
process.stdout.write(`${Object.keys(FORMS).length} templates written\n`);
