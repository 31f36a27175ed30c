import { ARTICLES, CLOSED_STATES, STATE_CODES, stateAfter, type Article, type State } from '../domain/lifecycle.ts';
import { HAND_OVER_ARTICLES } from '../domain/hand-over.ts';
import { page, stateDiagram, table } from './markdown.ts';
import { type Words } from './words.ts';

/** The states of a dispute, the diagram of its moves, the articles and the table of a hand-over. */
export function lifecyclePage({ t, list }: Words): string {
  const names = new Map(STATE_CODES.map((state) => [state as string, t(`common:states.${state}`)]));
  return page(t('law:docs.lifecycleTitle'), t('law:docs.generated'), t('law:docs.lifecycleAbout'), [
    [t('law:docs.diagram'), stateDiagram(names, moves(t))],
    [
      t('law:docs.states'),
      table(
        [t('law:docs.code'), t('law:docs.name'), t('law:docs.kind')],
        STATE_CODES.map((state) => [
          state,
          t(`common:states.${state}`),
          t(CLOSED_STATES.includes(state) ? 'law:docs.closed' : 'law:docs.open'),
        ]),
      ),
    ],
    [
      t('law:docs.articles'),
      table(
        ['article', 'from', 'act', 'by', 'guards', 'to', 'starts', 'stops', 'basis'].map((key) => t(`law:docs.${key}`)),
        ARTICLES.map((article) => [
          article.id,
          article.from.join(' '),
          t(`law:act.${article.act}`),
          list(article.by.map((capacity) => t(`law:capacity.${capacity}`))),
          list(article.guards.map((guard) => t(`law:guard.${guard}`))),
          target(article) ?? t('law:docs.same'),
          (article.starts ?? []).join(' '),
          (article.stops ?? []).join(' '),
          article.basis,
        ]),
      ),
    ],
    [
      t('law:docs.handOverTitle'),
      table(
        ['from', 'act', 'by', 'to', 'basis'].map((key) => t(`law:docs.${key}`)),
        HAND_OVER_ARTICLES.map((article) => [
          list(article.from.map((state) => t(`law:codes.handOverStates.${state}`))),
          t(article.act === 'answer' ? 'law:act.answerAssistance' : `law:act.${article.act}HandOver`),
          t(`law:capacity.${article.by}`),
          t(`law:codes.handOverStates.${article.to}`),
          article.basis,
        ]),
      ),
    ],
  ]);
}

/** Where an article leads; undefined when the dispute stays where it is. */
function target(article: Article): string | undefined {
  const reached = new Set(article.from.map((state) => stateAfter(article, state)));
  if (reached.size !== 1) return undefined;
  return article.via ? `${article.via} → ${article.to}` : article.to;
}

/** One arrow for each pair of states, labelled with every act that moves between them. */
function moves(t: Words['t']): readonly { from: State; to: State; label: string }[] {
  const arrows = new Map<string, { from: State; to: State; acts: Set<string> }>();
  for (const article of ARTICLES) {
    for (const from of article.from) {
      const to = stateAfter(article, from);
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, acts: new Set() };
      arrow.acts.add(t(`law:act.${article.act}`));
      arrows.set(`${from} ${to}`, arrow);
    }
  }
  return [...arrows.values()]
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, acts }) => ({ from, to, label: [...acts].join(' / ') }));
}
