import type { Finding } from '@tucai/contract'
import { Box } from '../elements/box'
import { Icon, type IconName } from '../elements/icon'
import { Picture } from '../elements/picture'
import { gaugeOf } from '../findings.ts'
import { fixPicture } from '../fix-picture.ts'
import { useLanguage, useWords } from '../language.ts'
import { findingName } from '../words/findings.ts'

const marks: Record<'ok' | 'warn' | 'bad', IconName> = { ok: 'check', warn: 'mark', bad: 'cross' }

/** One thing that was noticed: round mark, what, and what it means. */
export function GoodRow({ name, says }: { name: string; says: string }) {
  return (
    <Box as="li" className="finding ok">
      <Badge tone="ok" />
      <Box className="grow">
        <Box as="h4" className="finding-name">
          {name}
        </Box>
        <Box as="p" className="finding-words">
          {says}
        </Box>
      </Box>
    </Box>
  )
}

export function FindingRow({ finding }: { finding: Finding }) {
  const language = useLanguage()
  const tone = finding.severity === 'block' ? 'bad' : 'warn'
  const says = language === 'en' ? finding.en : finding.zh
  const name = findingName(finding.code, language)
  const picture = fixPicture(finding.code)
  return (
    <Box as="li" className={`finding ${tone}`}>
      <Badge tone={tone} />
      <Box className="grow">
        <Box as="h4" className="finding-name">
          {name ?? says}
        </Box>
        {name === undefined ? null : (
          <Box as="p" className="finding-words">
            {says}
          </Box>
        )}
        {tone === 'bad' ? <GaugeBar finding={finding} /> : null}
      </Box>
      {picture === null ? null : <Picture className="finding-fix" src={picture} alt="" />}
    </Box>
  )
}

function Badge({ tone }: { tone: 'ok' | 'warn' | 'bad' }) {
  const { photo } = useWords()
  const says = { ok: photo.pass, warn: photo.remind, bad: photo.mustChange }[tone]
  return (
    <Box as="span" className="finding-badge" role="img" aria-label={says}>
      <Icon name={marks[tone]} sizePx={14} />
    </Box>
  )
}

function GaugeBar({ finding }: { finding: Finding }) {
  const { photo } = useWords()
  const gauge = gaugeOf(finding)
  if (gauge === null) return null
  const { limits } = gauge
  const limitWords =
    limits.kind === 'between'
      ? photo.between(limits.low, limits.high)
      : limits.kind === 'upper'
        ? photo.upperLimit(limits.limit)
        : photo.lowerLimit(limits.limit)
  const percent = (place: number) => `${(place * 100).toFixed(1)}%`
  return (
    <Box className="gauge">
      <Box aria-hidden className="gauge-bar">
        <Box
          className="gauge-good"
          style={{ left: percent(gauge.goodFrom), width: percent(gauge.goodTo - gauge.goodFrom) }}
        />
        <Box className="gauge-dot" style={{ left: percent(gauge.valueAt) }} />
      </Box>
      <Box className="gauge-numbers">
        <Box as="strong" className="gauge-now">
          {photo.nowValue(gauge.value)}
        </Box>
        <Box as="span">{limitWords}</Box>
      </Box>
    </Box>
  )
}
