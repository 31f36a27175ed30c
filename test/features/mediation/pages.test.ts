import { expect } from 'chai';
import { type Act } from '../../../src/domain/lifecycle.ts';
import { type Actor } from '../../../src/domain/permission.ts';
import { agreementPages } from '../../../src/features/agreements/index.ts';
import { disputeRow } from '../../../src/features/disputes/index.ts';
import { filingPages } from '../../../src/features/filing/index.ts';
import { mediationPages } from '../../../src/features/mediation/index.ts';
import { createI18n, LANGUAGES, type Language } from '../../../src/platform/i18n.ts';
import { createTemplates, type Templates } from '../../../src/platform/templates.ts';
import { type DomainError } from '../../../src/domain/errors.ts';
import { createErrorTexts } from '../../../src/http/error-text.ts';
import { disputeWorld, FAILURE, people, SESSION, type World } from '../../support/disputes.ts';
import { refused } from '../../support/refusal.ts';

const { mediator, tribunalClerk } = people;

describe('the pages of mediation, agreements and filing', function () {
  let world: World;
  let templates: Templates;
  const i18n = createI18n({ strict: true });
  const errors = createErrorTexts(i18n);
  before(async () => {
    world = await disputeWorld();
    templates = createTemplates({ i18n, clock: world.clock, reload: false });
  });
  after(() => world.drop());

  const shell = { csrfToken: 'token', once: 'once', path: '/', nav: [], flash: [], actor: mediator, rights: [] };

  const page = async (
    language: Language,
    actor: Actor,
    id: string,
    act: Act,
    refusal?: { readonly error: DomainError; readonly values: object },
  ) => {
    const pages = {
      ...mediationPages(world.mediation, async () => ({})),
      ...agreementPages(world.agreements),
      ...filingPages(world.filing),
    };
    const { context, fields } = await world.disputes.form(actor, id, act);
    const own = pages[act];
    return templates.render(language, own?.template ?? 'disputes/act', {
      ...shell,
      dispute: context.dispute,
      row: disputeRow(context.dispute, (code) => code, world.clock.now()),
      act,
      article: context.article,
      fields: fields.map(({ name }) => ({ name, labelKey: `${world.disputes.textsOf(act)}:fields.${act}.${name}` })),
      values: refusal?.values ?? {},
      parties: context.dispute.parties,
      problem: refusal
        ? {
            detail: errors.detail(language, refusal.error),
            fields: refusal.error.errors.map((entry) => ({ field: entry.field, text: errors.field(language, entry) })),
          }
        : null,
      stale: false,
      model: (await own?.model?.(context)) ?? {},
    });
  };

  for (const language of LANGUAGES) {
    describe(`in ${language}`, () => {
      it('ask for a session with sensible beginnings, and keep what was typed when it is refused', async () => {
        const { id } = await world.dispute('session');
        const html = await page(language, mediator, id, 'recordSession');
        expect(html).to.contain('value="小堡村调解室"').and.to.contain('name="attendance[1][presence]"');
        const values = { ...SESSION, rightsTold: '', statements: '说过的话' };
        const error = await refused(world.act(mediator, id, 'recordSession', values));
        const again = await page(language, mediator, id, 'recordSession', { error, values });
        expect(again).to.contain('说过的话').and.to.contain('href="#f-rightsTold"');
      });

      it('say why an ending is not open', async () => {
        const { id } = await world.dispute('S10');
        const html = await page(language, mediator, id, 'failMediation');
        expect(html).to.contain('value="O33"').and.not.to.contain('value="O31"');
        const error = await refused(world.act(mediator, id, 'failMediation', { ...FAILURE, ending: 'O32' }));
        await page(language, mediator, id, 'failMediation', { error, values: { ...FAILURE, ending: 'O32' } });
      });

      it('show an agreement with its items, and every error at its item', async () => {
        const { id } = await world.dispute('session');
        const values = {
          form: 'written',
          terms: '',
          items: [{ payer: '王秀英', payee: '王秀英', what: '', amount: 'x', dueOn: '' }],
        };
        await page(language, mediator, id, 'recordAgreement');
        const error = await refused(world.act(mediator, id, 'recordAgreement', values));
        const again = await page(language, mediator, id, 'recordAgreement', { error, values });
        expect(again).to.contain('id="f-items.0.what-error"');
        const agreed = await world.act(mediator, id, 'recordAgreement', {
          form: 'written',
          facts: '属实',
          responsibility: '王秀英主要责任',
          terms: ['赔偿'],
          items: [{ payer: '王秀英', payee: '张建国', what: '修复费', amount: '2000', dueOn: '2026-03-09' }],
          signedOn: '2026-03-02',
        });
        const panel = templates.render(language, 'agreements/_agreement', {
          model: await world.agreements.section(agreed),
        });
        expect(panel).to.contain('修复费').and.to.contain('2,000.00');
      });

      it('show the clerk the whole package beside three inputs', async () => {
        const { id } = await world.dispute('session');
        const failed = await world.act(mediator, id, 'failMediation', { ...FAILURE, ending: 'O33' });
        const html = await page(language, tribunalClerk, failed.id, 'fileCase');
        expect(html).to.contain('value="（2026）京0112民初"').and.to.contain(FAILURE.reason);
        const handed = await world.act(mediator, id, 'transferToFiling', { evidence: '照片 6 张' });
        const panel = templates.render(language, 'filing/_filing', {
          model: await world.filing.section(handed, tribunalClerk),
        });
        expect(panel).to.contain('照片 6 张');
        for (const panelName of ['mediation/_sessions', 'mediation/_contacts']) {
          templates.render(language, panelName, { model: await world.mediation.sections(mediator, handed) });
        }
      });

      it('keep a form for every other act, with a text for each field and option', async () => {
        const { id } = await world.dispute('S10');
        for (const definition of world.disputes.definitions()) {
          const texts = world.disputes.textsOf(definition.act);
          if (!['mediation', 'agreements', 'filing'].includes(texts) || !definition.fields) continue;
          const dispute = await world.repository.get(id);
          const { article, holidays } = (await world.disputes.form(mediator, id, 'recordContact')).context;
          const agreement = { form: 'written', reachedOn: '2026-03-02', items: [] } as never;
          const context = {
            actor: mediator,
            now: world.clock.now(),
            dispute: { ...dispute, agreement },
            article,
            holidays,
          };
          for (const field of await definition.fields(context)) {
            const key = `${texts}:fields.${definition.act}.${field.name}`;
            expect(i18n.has(language, key), key).to.equal(true);
            if (field.hint) expect(i18n.has(language, `${key}Hint`), `${key}Hint`).to.equal(true);
            for (const option of field.options ?? []) {
              if (option.key) expect(i18n.has(language, option.key), option.key).to.equal(true);
            }
          }
        }
      });

      it('show private notes on their own page', async () => {
        const { id } = await world.dispute('S10');
        await world.notes.write(mediator, id, '一句私记');
        const found = await world.notes.read(mediator, id);
        const html = templates.render(language, 'mediation/private-notes', {
          ...shell,
          dispute: { id, number: found.dispute.number },
          notes: found.notes,
          mayWrite: true,
          typed: '',
          problem: null,
        });
        expect(html).to.contain('一句私记');
      });
    });
  }
});
