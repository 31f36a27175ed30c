import { expect } from 'chai';
import { isUnused, passwordDue, passwordProblems } from '../../../src/features/accounts/account.password.ts';
import { temporaryPassword } from '../../../src/features/accounts/account.administration.ts';

const policy: readonly (readonly [string, readonly string[]])[] = [
  ['Jiefen-2026', []],
  ['解纷工作平台通州Aa1', []],
  ['abcdefghi1', ['accounts.password.classes']],
  ['ABCDEFGH12', ['accounts.password.classes']],
  ['abcdefgh12!', []],
  ['Abcdefgh12', []],
  ['Ab1!', ['accounts.password.short']],
  ['Abcdefg1!', ['accounts.password.short']],
  [`Ab1!${'x'.repeat(125)}`, ['accounts.password.long']],
  ['My-li.ming-88', ['accounts.password.username']],
  ['li.ming....', ['accounts.password.classes', 'accounts.password.username']],
  ['LI.MING-2026', ['accounts.password.username']],
];

describe('passwordProblems', () => {
  for (const [password, codes] of policy) {
    it(`When the password is ${password.slice(0, 16)}, then ${codes.length > 0 ? codes.join(' and ') : 'it is good'}`, () => {
      expect(passwordProblems(password, 'li.ming').map((problem) => problem.code)).to.deep.equal(codes);
    });
  }

  it('When a temporary password is made, then it meets the policy and is never the same', () => {
    const made = Array.from({ length: 200 }, temporaryPassword);

    expect(made.flatMap((password) => passwordProblems(password, 'li.ming'))).to.deep.equal([]);
    expect(new Set(made).size).to.equal(200);
  });
});

describe('passwordDue and isUnused', () => {
  const changed = new Date('2026-01-01T00:00:00Z');
  const on = (day: string) => new Date(`${day}T00:00:00Z`);

  it('When ninety days have passed, then the password is still good, a moment later it is due', () => {
    const account = { passwordTemporary: false, passwordChangedAt: changed };

    expect(passwordDue(account, on('2026-04-01'))).to.equal(false);
    expect(passwordDue(account, new Date(on('2026-04-01').getTime() + 1))).to.equal(true);
  });

  it('When the last sign-in is the newest fact, then unused is counted from it', () => {
    const account = { createdAt: changed, passwordChangedAt: changed, lastLoginAt: on('2026-03-01') };

    expect(isUnused(account, on('2026-05-30'))).to.equal(false);
    expect(isUnused(account, on('2026-05-31'))).to.equal(true);
  });
});
