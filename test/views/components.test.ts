import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RISK_LEVELS } from '../../src/domain/risk.ts';
import { ROLES } from '../../src/domain/permission.ts';
import { STATE_CODES } from '../../src/domain/lifecycle.ts';
import { DISPUTE_TYPE_CODES } from '../../src/domain/dispute-type.ts';
import { DECLINE_CODES } from '../../src/domain/hand-over.ts';
import { SOURCE_CODES } from '../../src/domain/source.ts';
import { TIERS } from '../../src/domain/tier.ts';
import { createI18n, LANGUAGES } from '../../src/platform/i18n.ts';
import { projectRoot } from '../../src/platform/project.ts';
import { createTemplates } from '../../src/platform/templates.ts';
import { galleryData } from './fixtures/gallery.ts';

const i18n = createI18n({ strict: true });
const clock = { now: () => new Date('2026-03-19T10:00:00+08:00') };
const fixtures = join(import.meta.dirname, 'fixtures');
const templates = createTemplates({ i18n, clock, reload: false, also: [fixtures] });

describe('components', () => {
  for (const language of LANGUAGES) {
    describe(language, () => {
      const html = templates.render(language, 'gallery', galleryData(language));

      it('When hostile names are shown, then they stay text', () => {
        expect(html).not.to.include('<b onclick');
        expect(html).to.include('&lt;b onclick=&quot;alert(1)&quot;&gt;');
      });

      it('When a form is refused, then each error stands in the summary and at its field, and values come back', () => {
        expect(html).to.include('href="#f-name"').and.to.include('id="f-name-error"');
        expect(html).to.include('href="#f-parties.1.phone"').and.to.include('id="f-parties.1.phone-error"');
        expect(html).to.match(/name="amount"[^>]*value="-3"/);
        expect(html).to.match(/<option value="110112109203" selected>/);
      });

      it('When a field points to its label, hint or error, then that element exists once', () => {
        const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] ?? '');
        expect(new Set(ids).size).to.equal(ids.length);

        const pointed = [...html.matchAll(/\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)];
        for (const [, names = ''] of pointed) for (const name of names.split(' ')) expect(ids).to.include(name);
      });
    });
  }

  it('When a component exists, then the gallery shows it', () => {
    const gallery = readFileSync(join(fixtures, 'gallery.njk'), 'utf8');
    const shown = gallery + readFileSync(join(projectRoot, 'views/components/form.njk'), 'utf8');
    const used = shown + readFileSync(join(projectRoot, 'views/components/field.njk'), 'utf8');
    for (const file of readdirSync(join(projectRoot, 'views/components')))
      expect(used).to.include(`components/${file}`);
  });

  it('When the law has a code, then it has words in both languages', () => {
    const keys = [
      ...STATE_CODES.map((code) => `common:states.${code}`),
      ...TIERS.flatMap((tier) => [`common:tiers.${tier}`, `common:tiersShort.${tier}`]),
      ...ROLES.map((role) => `common:roles.${role}`),
      ...DISPUTE_TYPE_CODES.map((code) => `codes:types.${code}`),
      ...SOURCE_CODES.map((code) => `codes:sources.${code}`),
      ...DECLINE_CODES.map((code) => `codes:declineReasons.${code}`),
      ...RISK_LEVELS.map((level) => `codes:risk.${level}`),
    ];
    for (const language of LANGUAGES) expect(keys.filter((key) => !i18n.has(language, key))).to.deep.equal([]);
  });

  it('When an error page is shown to anybody, then it says what, what next and which reference', () => {
    for (const status of [400, 403, 404, 409, 412, 413, 422, 428, 429, 500, 503]) {
      const html = templates.render('zh-CN', 'errors/error', {
        status,
        title: '没有找到',
        detail: '您访问的内容不存在。',
        rule: '',
        errors: [],
        kept: [],
        requestId: 'r-1',
      });
      expect(html).to.include('没有找到').and.to.include('r-1').and.to.include(String(status));
    }
  });

  it('When a session was over, then what was written is shown again and can be sent', () => {
    const html = templates.render('zh-CN', 'errors/error', {
      status: 403,
      title: '无权进行此操作',
      detail: '会话已结束',
      rule: 'csrf',
      errors: [],
      kept: [{ name: 'facts', value: '<三户>' }],
      retry: true,
      action: '/disputes',
      requestId: 'r-2',
      csrfToken: 'new',
    });
    expect(html).to.match(/<textarea[^>]*name="facts"[^>]*>&lt;三户&gt;<\/textarea>/);
    expect(html).to.include('value="new"');
  });
});
