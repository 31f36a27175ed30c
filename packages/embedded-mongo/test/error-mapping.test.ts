import { expect } from 'chai';
import { errorReply, mapSqlState, unpackSqlState } from '../src/gateway/error-mapping.ts';
import { MongoError } from '../src/gateway/mongo-error.ts';
import { ConnectionLostError } from '../src/postgres/pg-connection.ts';

describe('errors', () => {
  it('unpacks the SQLSTATE inside write errors', () => {
    expect(unpackSqlState(319029277)).to.equal('M001C');
    expect(unpackSqlState(16908292)).to.equal('40P01');
    expect(unpackSqlState(1088)).to.equal('0A000');
  });

  it('translates the states clients act on', () => {
    expect(mapSqlState('M001C', '').code).to.equal(11000);
    expect(mapSqlState('40001', '').code).to.equal(112);
    expect(mapSqlState('55P03', '', true).code).to.equal(112);
    expect(mapSqlState('55P03', '', false).code).to.equal(24);
    expect(mapSqlState('57014', 'canceling statement due to statement timeout').code).to.equal(50);
    expect(mapSqlState('53100', '').code).to.equal(14031);
    expect(mapSqlState('MZZZZ', 'some bad argument').code).to.equal(2);
    expect(mapSqlState('99999', 'odd').message).to.include('99999');
    expect(mapSqlState('M007U', 'Pipeline stage name not recognized: $nope').message).to.equal(
      "Unrecognized pipeline stage name: '$nope'",
    );
  });

  it('labels errors by what may be done about them', () => {
    const write = { name: 'insert', inTransaction: false, retryable: true };
    const inTransaction = { name: 'insert', inTransaction: true, retryable: true };
    const commit = { name: 'committransaction', inTransaction: true, retryable: true };
    const lost = new ConnectionLostError('gone');
    expect(errorReply(lost, write)['errorLabels']).to.deep.equal(['RetryableWriteError']);
    expect(errorReply(lost, inTransaction)['errorLabels']).to.deep.equal(['TransientTransactionError']);
    expect(errorReply(lost, commit)['errorLabels']).to.deep.equal(['RetryableWriteError']);
    const conflict = new MongoError(112, 'conflict');
    expect(errorReply(conflict, inTransaction)['errorLabels']).to.deep.equal(['TransientTransactionError']);
    expect(errorReply(conflict, write)).not.to.have.property('errorLabels');
    expect(errorReply(conflict, write)['codeName']).to.equal('WriteConflict');
    expect(errorReply(new MongoError(4711, 'x'), write)['codeName']).to.equal('Location4711');
  });
});
