import { Link } from '@tanstack/react-router'
import { useAccountId } from '../account.ts'
import { Icon } from '../components/icon.tsx'
import { accountPages } from '../pages.ts'

const groups = [...new Set(accountPages.map(({ group }) => group))]

/** The pages of the open account. */
export function Navigation() {
  const accountId = useAccountId()
  return (
    <nav className="nav" aria-label="Pages">
      {groups.map((group) => (
        <div key={group} className="nav-group">
          <h2>{group}</h2>
          <ul>
            {accountPages
              .filter((page) => page.group === group)
              .map(({ path, title, icon }) => (
                <li key={path}>
                  <Link
                    to={`/accounts/$accountId/${path}`}
                    params={{ accountId }}
                    className="nav-link"
                    activeProps={{ 'aria-current': 'page' }}
                  >
                    <Icon name={icon} />
                    {title}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
