import { QueryClientProvider } from '@tanstack/react-query'
import { App as Messages } from 'antd'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Failure } from './frame/failure.tsx'
import { Frame } from './frame/frame.tsx'
import { pages } from './pages.ts'
import { invitationInAddress } from './staff/join-step.tsx'
import { newQueryClient, useSession } from './staff/session.ts'
import { SignInPage } from './staff/sign-in-page.tsx'
import './console.css'
import { LanguageProvider } from './words/language.tsx'

/** Whoever is not signed in sees the sign-in page, everyone else the pages of their role. */
function Console() {
  const session = useSession()
  const [invitation, setInvitation] = useState(invitationInAddress)
  if (session.isPending) return null
  if (session.isError) return <Failure error={session.error} retry={session.refetch} retrying={session.isFetching} />
  const { staff, ended } = session.data
  if (staff !== null && invitation === null) return <Frame staff={staff} pages={pages} />
  return <SignInPage ended={ended} invitation={invitation} leaveInvitation={() => setInvitation(null)} />
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={newQueryClient()}>
      <LanguageProvider>
        <Messages component={false}>
          <Console />
        </Messages>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)
