import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DeliveryDetail, DeliveryView, StaffView } from '@tucai/contract'
import { App, Button, Popconfirm, Skeleton } from 'antd'
import { call, callOnce, newKey, saveFile } from '../api.ts'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { DeliveryTag } from './delivery-tag.tsx'
import { LeftOut } from './preview-card.tsx'
import { shownBytes } from './sizes.ts'

type DeliverySheetProps = { staff: StaffView; deliveryId: string | null; close: () => void }

/** One delivery: its files, who let it out, who was left out, and what came back. */
export function DeliverySheet({ staff, deliveryId, close }: DeliverySheetProps) {
  const { words } = useSpeech()
  const detail = useQuery({
    queryKey: ['staff', 'delivery', deliveryId],
    queryFn: () => call('deliveryShow', { params: { deliveryId: deliveryId! } }),
    enabled: deliveryId !== null,
    refetchInterval: ({ state }) => (state.data?.delivery.state === 'preparing' ? 1_500 : 20_000),
  })
  const { data } = detail
  return (
    <SideSheet
      open={deliveryId !== null}
      close={close}
      title={
        <>
          {words.delivery.delivery} <span className="mono quiet">{data?.delivery.number}</span>
        </>
      }
      foot={data && staff.role === 'administrator' ? <Foot staff={staff} delivery={data.delivery} /> : undefined}
    >
      {detail.isError && data === undefined ? (
        <Failure error={detail.error} retry={detail.refetch} retrying={detail.isFetching} />
      ) : data === undefined ? (
        <Skeleton active />
      ) : (
        <Shown staff={staff} detail={data} />
      )}
    </SideSheet>
  )
}

function Shown({
  staff,
  detail: { delivery, files, leftOut, troubles },
}: {
  staff: StaffView
  detail: DeliveryDetail
}) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const { message } = App.useApp()
  const client = useQueryClient()
  const [, go] = usePlace()
  const { deliveryId, approval, hasFiles, askedBy } = delivery
  const mayFetch = approval === 'approved' && hasFiles && askedBy === staff.login
  const waits = approval === 'waiting' ? say.downloadWait : say.downloadAsk
  const whyNot = hasFiles ? waits : say.filesGone
  const fetching = useMutation({
    mutationFn: ({ fileId, name }: { fileId: string; name: string }) =>
      saveFile('deliveryFile', { params: { deliveryId, fileId } }, name),
    onSuccess: () => client.invalidateQueries({ queryKey: ['staff'] }),
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  return (
    <div className="delivery-sheet">
      <p>
        <DeliveryTag delivery={delivery} /> {say.targets[delivery.settings.target]}
      </p>
      <dl className="facts-list">
        <dt>{say.photos}</dt>
        <dd>{shownCount(delivery.photos)}</dd>
        <dt>{say.madeAt}</dt>
        <dd>
          <Moment at={delivery.madeAt} />
        </dd>
        <dt>{say.approval}</dt>
        <dd>{delivery.approvedBy === null ? askedBy : `${askedBy} + ${delivery.approvedBy}`}</dd>
        <dt>{say.deliveredAt}</dt>
        <dd>
          <Moment at={delivery.deliveredAt} />
        </dd>
      </dl>
      {files.length === 0 ? null : (
        <section>
          <h3>{say.files}</h3>
          {mayFetch ? null : <p className="quiet">{whyNot}</p>}
          <ul className="delivery-files">
            {files.map(({ fileId, name, bytes, sha256 }) => (
              <li key={fileId}>
                <div>
                  <b>{name}</b>
                  <span className="quiet">{shownBytes(bytes)}</span>
                  <code title={sha256}>sha256 {sha256.slice(0, 16)}…</code>
                </div>
                {mayFetch ? (
                  <Button
                    size="small"
                    icon={<Icon name="download" />}
                    aria-label={say.download(name)}
                    loading={fetching.isPending && fetching.variables?.fileId === fileId}
                    onClick={() => fetching.mutate({ fileId, name })}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      )}
      {leftOut.length === 0 ? null : (
        <section>
          <h3>{say.leftOut}</h3>
          <LeftOut leftOut={leftOut} />
        </section>
      )}
      {troubles.length === 0 ? null : (
        <section>
          <h3>{say.troubles}</h3>
          <ul className="troubles">
            {troubles.map(({ graduateId, name, studentNumber, result, reason }) => (
              <li key={graduateId}>
                <button
                  type="button"
                  className="linklike mono"
                  onClick={() => go({ page: 'graduates', own: { graduate: graduateId } })}
                >
                  {name} {studentNumber}
                </button>
                <span>
                  {say.troubleWords[result]}
                  {reason === '' ? '' : ` · ${reason}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

/** What can be done with a delivery now. */
function Foot({ staff, delivery }: { staff: StaffView; delivery: DeliveryView }) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const { message } = App.useApp()
  const client = useQueryClient()
  const { deliveryId, state, approval, askedBy } = delivery
  const params = { deliveryId }
  const act = useMutation({
    mutationFn: async ({ work }: { work: () => Promise<unknown>; done: string }) => work(),
    onSuccess: async (_, { done }) => {
      if (done !== '') message.success(done)
      await client.invalidateQueries({ queryKey: ['staff'] })
    },
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  const decide = (approve: boolean) => async () => {
    const waiting = await call('approvalList', { query: { waiting: 'true' } })
    const asked = waiting.find(({ kind, subject }) => kind === 'delivery-download' && subject === deliveryId)
    if (asked)
      await callOnce(newKey())('approvalDecide', { params: { approvalId: asked.approvalId }, body: { approve } })
  }
  const isOut = state === 'ready' || state === 'delivered'
  const isOwn = askedBy === staff.login
  const maySayYes = approval === 'waiting' && !isOwn && state !== 'cancelled'
  return (
    <>
      {state === 'ready' || state === 'failed' ? (
        <Popconfirm
          title={say.cancelSure}
          okText={say.cancel}
          cancelText={words.frame.cancel}
          onConfirm={() =>
            act.mutate({ work: () => callOnce(newKey())('deliveryCancel', { params }), done: say.states.cancelled })
          }
        >
          <Button danger>{say.cancel}</Button>
        </Popconfirm>
      ) : null}
      {state === 'failed' ? (
        <Button
          type="primary"
          loading={act.isPending}
          onClick={() => act.mutate({ work: () => callOnce(newKey())('deliveryPrepare', { params }), done: '' })}
        >
          {say.prepare}
        </Button>
      ) : null}
      {maySayYes ? (
        <>
          <Button onClick={() => act.mutate({ work: decide(false), done: say.decided })}>{say.refuse}</Button>
          <Button
            type="primary"
            icon={<Icon name="key" />}
            loading={act.isPending}
            onClick={() => act.mutate({ work: decide(true), done: say.decided })}
          >
            {say.approve}
          </Button>
        </>
      ) : null}
      {isOut && delivery.hasFiles && !maySayYes && !(isOwn && (approval === 'waiting' || approval === 'approved')) ? (
        <Button
          icon={<Icon name="key" />}
          loading={act.isPending}
          onClick={() =>
            act.mutate({ work: () => callOnce(newKey())('deliveryApprovalAsk', { params }), done: say.asked })
          }
        >
          {say.askAgain}
        </Button>
      ) : null}
    </>
  )
}
