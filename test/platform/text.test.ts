import { Writable } from 'node:stream';
import { expect } from 'chai';
import { createFormats, masked } from '../../src/platform/formats.ts';
import { createI18n, LANGUAGES } from '../../src/platform/i18n.ts';
import { createLogger } from '../../src/platform/logger.ts';

describe('texts', () => {
  it('When a key has no text, then development fails and production goes on', () => {
    const strict = createI18n({ strict: true });
    const lenient = createI18n({ strict: false });

    expect(() => strict.t('en', 'errors:nothing.here')).to.throw('No en text for errors:nothing.here');
    expect(lenient.t('en', 'errors:nothing.here')).to.equal('nothing.here');
  });

  it('When a text has a gap, then it is filled as it is', () => {
    const i18n = createI18n({ strict: true });

    expect(i18n.t('en', 'errors:tooMany', { retryAfterSeconds: 5 })).to.include('in 5 seconds');
    expect(i18n.t('zh-CN', 'errors:field.string.max', { limit: 20 })).to.equal('最多 20 个字');
  });
});

describe('formats', () => {
  const clock = { now: () => new Date('2026-03-04T02:00:00Z') };
  const [chinese, english] = LANGUAGES.map((language) => createFormats(language, clock));

  it('When a day is written, then no time zone moves it', () => {
    expect(chinese?.day('2026-03-04')).to.equal('2026年3月4日');
    expect(english?.day('2026-03-04')).to.equal('4 March 2026');
    expect(chinese?.day(new Date('2026-03-03T17:00:00Z'))).to.equal('2026年3月4日');
  });

  it('When an instant is written, then it is told in Beijing time', () => {
    expect(chinese?.moment('2026-03-03T17:05:00Z')).to.include('2026年3月4日').and.include('01:05');
  });

  it('When money is written, then fen become yuan', () => {
    expect(chinese?.yuan(123_450)).to.equal('¥1,234.50');
    expect(english?.yuan(-1)).to.equal('-¥0.01');
  });

  it('When time has passed, then it is told in the largest unit', () => {
    expect(chinese?.since('2026-03-04T01:00:00Z')).to.equal('1小时前');
    expect(english?.since('2026-03-06T02:00:00Z')).to.equal('in 2 days');
  });

  it('When personal data is masked, then too little is left to know it', () => {
    expect(['', '张', '张三', '欧阳娜娜', '13800138000', '110112199001011234'].map(masked)).to.deep.equal([
      '',
      '张',
      '张*',
      '欧***',
      '138****8000',
      '1101**********1234',
    ]);
  });
});

describe('the log', () => {
  it('When a line holds what names a person or opens a door, then it is not written', () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = createLogger('info', sink);

    log.info({ name: '张三', party: { phone: '13800138000', deep: { identityNumber: '110112199001011234' } } }, 'seen');
    log.info({ headers: { authorization: 'Bearer abc', cookie: 'jiefen=1' }, password: 'secret-word' }, 'seen');

    expect(lines.join('')).not.to.match(/张三|13800138000|110112199001011234|Bearer abc|jiefen=1|secret-word/);
  });
});
