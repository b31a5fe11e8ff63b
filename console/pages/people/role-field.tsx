import { useId } from 'react'
import type { Role } from '../../session.ts'

export type RoleOrNone = Role | 'none'

const words: Record<Role, string> = {
  viewer: 'Viewer: reads',
  operator: 'Operator: also acts on invoices and links',
  admin: 'Admin: also connects, sets and manages people',
}

type Props = { value: RoleOrNone; onChange: (role: RoleOrNone) => void; canBeNone?: boolean }

/** Which role. */
export function RoleField({ value, onChange, canBeNone = false }: Props) {
  const id = useId()
  const choose = (text: string) => {
    if (text === 'viewer' || text === 'operator' || text === 'admin') onChange(text)
    else onChange('none')
  }
  return (
    <div className="field">
      <label htmlFor={id}>Role</label>
      <select id={id} value={value} onChange={({ target }) => choose(target.value)}>
        {canBeNone && <option value="none">None: no access here</option>}
        {Object.entries(words).map(([role, text]) => (
          <option key={role} value={role}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
