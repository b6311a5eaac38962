import { useQuery } from '@tanstack/react-query'
import type { RejectCode, StaffReview } from '@tucai/contract'
import { Button, type InputRef, App as Messages } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { Failure, refusalWords } from '../frame/failure.tsx'
import type { CampaignPageProps } from '../frame/page.ts'
import { usePlace } from '../frame/use-place.ts'
import { Watermark } from '../frame/watermark.tsx'
import { useSpeech } from '../words/language.tsx'
import { AllReasons, Keys, Refer, Statistics } from './dialogs.tsx'
import { type Draft, lacksNote, noDraft, quickCodes, toggled } from './draft.ts'
import { Header } from './header.tsx'
import { Original } from './original.tsx'
import { Panel } from './panel.tsx'
import { usePictures } from './pictures.ts'
import { Stage, type View } from './stage.tsx'
import { Strip } from './strip.tsx'
import { Tools } from './tools.tsx'
import { type DeskOrder, type DeskQueue, useDesk } from './use-desk.ts'
import { useDeskKeys } from './use-desk-keys.ts'
import './review.css'

const plain: View = { zoom: false, lines: true, overlay: false, crop: false }
type Dialog = 'keys' | 'reasons' | 'refer' | 'statistics' | null

/** The review desk: one photo large, judged by keys; the next ones are there already. */
export function ReviewPage({ staff, campaign }: CampaignPageProps) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const [place, go] = usePlace()
  const queue: DeskQueue = place.own.queue === 'leader' && staff.role === 'administrator' ? 'leader' : 'waiting'
  const order: DeskOrder = place.own.order === 'oldest' ? 'oldest' : 'doubt'
  const desk = useDesk({ staff, campaign, queue, order }, (_, error) =>
    message.warning(words.frame.said(words.review.refusedVerdict, refusalWords(error, language, words))),
  )
  const reasons = useQuery({
    queryKey: ['review-reasons'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => call('staffReviewReasonList', {}),
  })
  const { review } = desk
  const pictures = usePictures(
    desk.items.map((item) => item.review),
    desk.present,
  )
  const [view, setView] = useState(plain)
  const [dialog, setDialog] = useState<Dialog>(null)
  const verdict = useVerdict(desk, review)
  const noteField = useRef<InputRef>(null)
  const reviewId = review?.reviewId
  // biome-ignore lint/correctness/useExhaustiveDependencies: another photo begins unzoomed
  useEffect(() => setView(({ lines }) => ({ ...plain, lines })), [reviewId])

  const change = (to: { queue?: DeskQueue; order?: DeskOrder }) => {
    void desk.giveBack().then(() => {
      go({
        own: {
          queue: (to.queue ?? queue) === 'leader' ? 'leader' : null,
          order: (to.order ?? order) === 'oldest' ? 'oldest' : null,
        },
      })
      desk.begin()
    })
  }
  const attempt = (work: Promise<void>, said: string) => {
    work.then(
      () => message.success(said),
      (error) => message.warning(refusalWords(error, language, words)),
    )
  }
  const isOpen = review !== undefined && desk.isDone === undefined
  const acts = {
    undo: () => (desk.undo() ? undefined : message.info(words.review.sentNothing)),
    skip: () => (isOpen ? attempt(desk.skip(review), words.review.skipped) : undefined),
    refer: () => (isOpen ? setDialog('refer') : undefined),
    toggleView: (what: 'zoom' | 'lines' | 'crop') => {
      if (what !== 'crop' || (isOpen && review.measured !== null && pictures.of(review).original))
        setView((before) => ({ ...before, [what]: !before[what] }))
    },
  }
  const digits = Object.fromEntries(
    quickCodes.map((code, index) => [`${index + 1}`, () => verdict.toggle(code)] as const),
  )
  useDeskKeys(
    {
      ...digits,
      a: verdict.approve,
      r: verdict.reject,
      '0': () => (isOpen ? setDialog('reasons') : undefined),
      '/': () => noteField.current?.focus(),
      j: () => desk.go(1),
      k: () => desk.go(-1),
      z: () => acts.toggleView('zoom'),
      l: () => acts.toggleView('lines'),
      c: () => acts.toggleView('crop'),
      u: acts.undo,
      s: acts.skip,
      g: acts.refer,
      '?': () => setDialog('keys'),
      escape: () => setView((before) => ({ ...before, zoom: false, crop: false })),
    },
    (isDown) => setView((before) => ({ ...before, overlay: isDown })),
  )

  const reasonList = reasons.data ?? []
  return (
    <div className="desk">
      <Header
        {...{ staff, campaign, queue, order, change }}
        figures={desk.figures}
        lockedUntil={desk.working && review !== undefined ? desk.lockedUntil : null}
        showKeys={() => setDialog('keys')}
        showStatistics={() => setDialog('statistics')}
        giveBack={() => attempt(desk.giveBack(), words.review.givenBack)}
      />
      {review === undefined ? (
        <Resting desk={desk} queue={queue} />
      ) : (
        <>
          <section className="desk-stage" aria-label={words.review.finished}>
            <StageHead review={review} />
            <Stage
              review={review}
              pictures={pictures.of(review)}
              view={view}
              closeCrop={() => setView(({ lines }) => ({ ...plain, lines }))}
              cropped={(cropped) => {
                desk.replace(cropped)
                setView(({ lines }) => ({ ...plain, lines }))
                message.success(words.review.cropSaved)
              }}
            />
            {view.crop ? null : (
              <Tools view={view} acts={acts} hold={(overlay) => setView((before) => ({ ...before, overlay }))} />
            )}
          </section>
          <Original review={review} pictures={pictures.of(review)} />
          <Panel
            review={review}
            done={desk.isDone}
            reasons={reasonList}
            {...verdict}
            showAll={() => setDialog('reasons')}
            noteField={noteField}
          />
          <Strip
            items={desk.items}
            present={desk.present}
            show={desk.show}
            picturesOf={(item) => pictures.of(item.review)}
            aheadCount={pictures.aheadCount}
            verdicts={desk.verdicts}
            undo={acts.undo}
          />
          <Watermark name={staff.login} />
        </>
      )}
      <Keys open={dialog === 'keys'} close={() => setDialog(null)} reasonCount={reasonList.length} />
      <AllReasons
        open={dialog === 'reasons'}
        close={() => setDialog(null)}
        reasons={reasonList}
        draft={verdict.draft}
        toggle={verdict.toggle}
        setForGood={verdict.setForGood}
      />
      <Refer
        open={dialog === 'refer'}
        close={() => setDialog(null)}
        send={(note) => {
          setDialog(null)
          if (isOpen) attempt(desk.refer(review, note), words.review.referred)
        }}
      />
      {staff.role === 'administrator' ? (
        <Statistics
          open={dialog === 'statistics'}
          close={() => setDialog(null)}
          campaignId={campaign.campaignId}
          percent={desk.figures?.secondLookPercent ?? 0}
        />
      ) : null}
    </div>
  )
}

/** What is about to be said of the photo; another photo begins with nothing chosen. */
function useVerdict(desk: ReturnType<typeof useDesk>, review: StaffReview | undefined) {
  const [kept, setKept] = useState<{ of: string; draft: Draft; noteMissing: boolean }>()
  const isOpen = review !== undefined && desk.isDone === undefined
  const own = kept !== undefined && kept.of === review?.reviewId ? kept : undefined
  const draft = own?.draft ?? noDraft
  const keep = (next: Draft, noteMissing = false) => {
    if (isOpen) setKept({ of: review.reviewId, draft: next, noteMissing })
  }
  return {
    draft,
    noteMissing: own?.noteMissing ?? false,
    toggle: (code: RejectCode) => keep(toggled(draft, code)),
    setNote: (note: string) => keep({ ...draft, note }),
    setForGood: (forGood: boolean) => keep({ ...draft, forGood }),
    approve: () => {
      if (isOpen) desk.decide(review, { kind: 'approve' })
    },
    reject: () => {
      if (!isOpen) return
      if (draft.reasons.length === 0) document.getElementById('first-reason')?.focus()
      else if (lacksNote(draft)) keep(draft, true)
      else desk.decide(review, { kind: 'reject', ...draft })
    },
  }
}

function StageHead({ review }: { review: StaffReview }) {
  const { words } = useSpeech()
  const bytes = review.measured?.checks.find(({ code }) => code === 'FILE_SPEC')?.value
  return (
    <div className="desk-stage-head">
      <b>{words.review.finished}</b> 480 × 640 · 300 dpi
      {bytes === undefined ? '' : ` · ${words.review.bytes(bytes.toLocaleString('en-US'))}`}
      {review.standard === null ? null : <span className="standard">{words.review.byStandard(review.standard)}</span>}
      <span>100 %</span>
    </div>
  )
}

/** Nothing lies on the desk: it was given back, nothing waits, or nothing could be read. */
function Resting({ desk, queue }: { desk: ReturnType<typeof useDesk>; queue: DeskQueue }) {
  const { words } = useSpeech()
  if (desk.failure !== null)
    return <Failure error={desk.failure.error} retry={desk.failure.refetch} retrying={desk.failure.isFetching} />
  if (desk.isLoading) return <div className="desk-loading" role="status" aria-label={words.loading} />
  if (!desk.working) {
    return (
      <Empty title={words.review.givenBack} hint={words.review.givenBackHint}>
        <Button type="primary" onClick={desk.begin}>
          {words.review.begin}
        </Button>
      </Empty>
    )
  }
  const isLeader = queue === 'leader'
  return (
    <Empty
      title={isLeader ? words.review.noneForLeader : words.review.none}
      hint={isLeader ? words.review.noneForLeaderHint : words.review.noneHint}
    >
      {desk.verdicts.undoable() === undefined ? null : (
        <Button onClick={() => desk.undo()}>
          {words.review.undo} <kbd>U</kbd>
        </Button>
      )}
    </Empty>
  )
}
