// Looks again at the records of disputes that have changed.

import { type JobDefinition } from '../../platform/jobs.ts';
import { type IntegrityRepository } from './integrity.repository.ts';
import { type ProofService } from './proof.service.ts';

export interface ProofJobDeps {
  readonly integrity: IntegrityRepository;
  readonly service: Pick<ProofService, 'examine'>;
}

const EVERY_SECONDS = 60;
const BATCH = 200;

export const integritySweep = ({ integrity, service }: ProofJobDeps): JobDefinition => ({
  name: 'integrity-sweep',
  everySeconds: EVERY_SECONDS,
  perform: async () => {
    for (;;) {
      const batch = await integrity.changedSince(await integrity.mark(), BATCH);
      for (const { id } of batch) await service.examine(id);
      const last = batch.at(-1);
      if (last) await integrity.setMark(last.at, last.id);
      if (batch.length < BATCH) return;
    }
  },
});
