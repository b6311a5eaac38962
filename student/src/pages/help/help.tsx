import { useState } from 'react'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { ContactSheet } from '../../parts/contact-sheet.tsx'
import { Screen } from '../../parts/screen.tsx'
import './help.css'

/** 采集须知, or 常见问题 with `kind` questions. */
export default function Help() {
  const words = useWords()
  const { help } = words
  const { kind } = usePageParams()
  const [contact, setContact] = useState(false)
  const isQuestions = kind === 'questions'
  return (
    <Screen
      name="help"
      title={isQuestions ? help.questionsTitle : help.rulesTitle}
      onBack={() => goBack('home')}
      footer={
        <Press className="btn line" onPress={() => setContact(true)}>
          <Icon name="service" />
          {words.home.contact}
        </Press>
      }
      over={contact ? <ContactSheet onClose={() => setContact(false)} /> : null}
    >
      {(isQuestions ? help.questions : help.rules).map(({ name, says }) => (
        <Box key={name} as="section" className="card item">
          <Box as="h2" className="item-name">
            {name}
          </Box>
          <Box as="p" className="item-words">
            {says}
          </Box>
        </Box>
      ))}
    </Screen>
  )
}
