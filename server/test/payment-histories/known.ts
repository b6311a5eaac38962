import type { History } from './history.ts'

export const usualTerms: History['terms'] = {
  collectionFeeFen: 2000,
  paperFeeFen: 1500,
  mailingFeeFen: null,
  stationFeeFen: 0,
  station: '毕业服务站',
}
/** Somebody has ordered and paid, and the notice has come. */
export const onDeliveredPurchase: History['happenings'] = [
  { does: 'begin', who: 0, way: 'h5' },
  { does: 'pay', who: 0, which: 0, how: 'pay' },
  { does: 'deliver' },
]
const alone = (...happenings: History['happenings']): History => ({ terms: usualTerms, people: 1, happenings })

/** Histories that once ended badly. They are run first. */
export const known: readonly History[] = [
  // A refund that the provider closed stands in its bill.
  alone(
    ...onDeliveredPurchase,
    { does: 'ask-refund', who: 0 },
    { does: 'jobs' },
    { does: 'end-refund', which: 0, outcome: 'CLOSED' },
  ),
  // So does one that it could not make at first, and closed later.
  alone(
    ...onDeliveredPurchase,
    { does: 'ask-refund', who: 0 },
    { does: 'jobs' },
    { does: 'end-refund', which: 0, outcome: 'ABNORMAL' },
    { does: 'deliver' },
    { does: 'end-refund', which: 0, outcome: 'CLOSED' },
  ),
  // One that it could not make was never under way here.
  alone(
    ...onDeliveredPurchase,
    { does: 'plan-refunds', outcome: 'ABNORMAL', delayMs: 0 },
    { does: 'trouble', at: 'refund', kind: 'cut-after', times: 1 },
    { does: 'ask-refund', who: 0 },
    { does: 'jobs' },
    { does: 'wait', seconds: 61 },
    { does: 'jobs' },
  ),
  // What a refused refund frees goes back too once the campaign is cancelled.
  alone(
    ...onDeliveredPurchase,
    { does: 'give-back', who: 0, percent: 100, key: 0, by: 0 },
    { does: 'end-campaign' },
    { does: 'jobs' },
    { does: 'decide', which: 0, verdict: 'refuse', by: 1 },
  ),
  // A call that was overtaken made a payment there and was answered with an error: nobody pays that one any more.
  alone(
    { does: 'trouble', at: 'place', kind: 'error-after', times: 1 },
    { does: 'slow', milliseconds: 150 },
    {
      does: 'together',
      all: [
        { does: 'begin', who: 0, way: 'h5' },
        { does: 'begin', who: 0, way: 'weapp' },
      ],
    },
  ),
]
