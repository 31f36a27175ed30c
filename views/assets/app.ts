// What the page script adds to pages that work without it: parts replaced in place, focus that follows them, typed words
// kept while the tab lives, menus that close, long lists that can be narrowed, copying.

import 'htmx.org/dist/htmx.esm.js';
import { keepTypedWords } from './autosave.ts';
import { readDrawings } from './drawings.ts';
import { keepDrafts } from './drafts.ts';
import { followSwaps, focusErrors } from './focus.ts';
import { filterLongSelects } from './filterable.ts';
import { closeMenus, copyButtons, dialogs, openWideFilters } from './controls.ts';
import { workOffline } from './offline.ts';
import { keepOutbox } from './outbox.ts';
import { editParties } from './parties.ts';
import { signaturePads } from './signature.ts';
import { sendPieces } from './upload.ts';
import { insertPhrases } from './phrases.ts';
import { showRecorder } from './recorder.ts';

/** Everything that belongs to elements of the page; asked again for every part that is replaced. */
function enhance(part: ParentNode): void {
  keepTypedWords(part);
  keepDrafts(part);
  filterLongSelects(part);
  editParties(part);
  openWideFilters(part);
  signaturePads(part);
  sendPieces(part);
  readDrawings(part);
}

closeMenus();
copyButtons();
dialogs();
followSwaps(enhance);
enhance(document);
focusErrors(document);
insertPhrases();
showRecorder();
keepOutbox();
workOffline();
