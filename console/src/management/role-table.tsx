import { useSpeech } from '../words/language.tsx'

const roles = ['administrator', 'school', 'reviewer', 'finance', 'print', 'auditor'] as const

/** What each role sees and may do. */
export function RoleTable() {
  const { words } = useSpeech()
  return (
    <table className="role-table">
      <thead>
        <tr>
          <th>{words.management.role}</th>
          <th>{words.management.sees}</th>
          <th>{words.management.does}</th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <tr key={role}>
            <th scope="row">{words[role]}</th>
            <td>{words.management.fields[role]}</td>
            <td>{words.management.duties[role]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
