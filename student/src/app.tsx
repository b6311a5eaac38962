import type { ReactNode } from 'react'
import './styles/all.css'

export default function App({ children }: { children: ReactNode }) {
  return children
}
