// Two thousand requests made at random from the API's own description: no fault, no trace of the program, no silence, and a
// database in which everything still holds. `npm run bench -- fuzz 20000` sends more.

import { expect } from 'chai';
import { listen } from '../../bench/product.ts';
import { Fuzzer } from '../support/fuzz.ts';
import { type Journey, startJourney, UNITS } from '../support/journey.ts';

describe('requests at random', function () {
  this.timeout(120_000);
  let journey: Journey;
  before(async () => {
    journey = await startJourney();
  });
  after(() => journey.close());

  it('When 2,000 of them are sent, then none is a fault, none tells of the program, and everything still holds', async () => {
    const { people } = journey;
    const dispute = await journey.register(people.clerk);
    const { base, server } = await listen(journey.app);
    try {
      const document = await (await fetch(`${base}/api/v1/openapi.json`)).json();
      const tokens = [people.clerk, people.mediator, people.tribunalClerk, people.courtAdmin].map(({ token }) => token);
      const ids = [dispute.id, dispute.number, UNITS.village, people.mediator.id, 'p1', 'K02a'];
      const order = { address: `${base}/api/v1`, document, tokens, ids };
      const report = await new Fuzzer({ ...order, requests: 2_000, seed: 77 }).run();
      expect(report.problems.slice(0, 20)).to.deep.equal([]);
      expect(Object.keys(report.statuses).map(Number)).to.include.members([200, 400, 401, 404, 422]);
    } finally {
      server.close();
    }
    expect(Object.prototype).to.not.have.any.keys('isAdmin', 'polluted');
  });
});
