import { expect } from 'chai';
import { createPersonalData, hashPassword, sameSecret, verifyPassword } from '../../src/platform/crypto.ts';

const key = (fill: number): Buffer => Buffer.alloc(32, fill);
const INDEX = key(9);

describe('personal data', () => {
  const data = createPersonalData({ current: 'k1', keys: new Map([['k1', key(1)]]) }, INDEX);

  it('When text is sealed, then only the key opens it and every sealing differs', () => {
    const sealed = [data.seal('张三 110112199001011234'), data.seal('张三 110112199001011234')];

    expect(sealed[0])
      .to.match(/^v1\.k1\.[\w-]{16}\.[\w-]+$/)
      .and.not.equal(sealed[1]);
    expect(sealed.map((text) => data.open(text))).to.deep.equal(Array(2).fill('张三 110112199001011234'));
  });

  it('When a sealed text was altered, then it does not open', () => {
    const sealed = data.seal('13800138000');
    const altered = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');

    expect(() => data.open(altered)).to.throw();
    expect(() => data.open('v1.k1..')).to.throw();
    expect(() => data.open('13800138000')).to.throw('unknown form');
  });

  it('When the key is changed, then old texts still open and new ones carry the new key', () => {
    const keys = new Map([
      ['k2', key(2)],
      ['k1', key(1)],
    ]);
    const rotated = createPersonalData({ current: 'k2', keys }, INDEX);

    expect(rotated.open(data.seal('old'))).to.equal('old');
    expect(rotated.seal('new')).to.match(/^v1\.k2\./);
    expect(() => data.open(rotated.seal('new'))).to.throw('k2 is not configured');
  });

  it('When equal texts are indexed, then they meet whatever their width, and the key matters', () => {
    const other = createPersonalData({ current: 'k1', keys: new Map([['k1', key(1)]]) }, key(8));

    expect(data.blindIndex('１３８00138000 ')).to.equal(data.blindIndex('13800138000'));
    expect(other.blindIndex('13800138000')).not.to.equal(data.blindIndex('13800138000'));
  });
});

describe('passwords', () => {
  it('When a password is kept, then it is argon2id and only the password matches', async () => {
    const hash = await hashPassword('通州-Tongzhou-1');

    expect(hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hash, '通州-Tongzhou-1')).to.equal(true);
    expect(await verifyPassword(hash, '通州-Tongzhou-2')).to.equal(false);
  });

  it('When two secrets are compared, then length and content decide', () => {
    expect([sameSecret('a', 'a'), sameSecret('a', 'b'), sameSecret('a', 'aa')]).to.deep.equal([true, false, false]);
  });
});
