import mark from '../mark.svg'
import { useAppInfo } from './session.ts'

export function Brand() {
  const info = useAppInfo()
  return (
    <div className="brand">
      <img src={mark} alt="" width={28} height={28} />
      <b>{info?.wordmark}</b>
      {info === undefined ? null : <span>{info.centreName}</span>}
    </div>
  )
}
