import type { ReactNode } from 'react'
import './platform/styles'
import './styles/all.css'

export default function App({ children }: { children: ReactNode }) {
  return children
}
