import { Icon, type IconName } from '../../components/icon.tsx'
import type { Detail } from '../../queries/invoices.ts'

type Step = Detail['steps'][number]

const looks: Record<Step['state'], { word: string; icon: IconName }> = {
  done: { word: 'done', icon: 'check' },
  working: { word: 'under way', icon: 'clock' },
  blocked: { word: 'blocked', icon: 'stop' },
  in_doubt: { word: 'being looked up', icon: 'search' },
  ahead: { word: 'not yet', icon: 'dot' },
  left_out: { word: 'left out', icon: 'minus' },
  undone: { word: 'deleted again', icon: 'trash' },
}

/** The five steps from Sequence to paid, and where the invoice stands. */
export const Steps = ({ steps }: { steps: Step[] }) => (
  <ol className="steps" aria-label="Steps of the sync">
    {steps.map(({ step, title, state }) => (
      <li key={step} className="step" data-step={state}>
        <span className="step-mark">
          <Icon name={looks[state].icon} />
        </span>
        <span className="step-words">
          {title}
          <small>{looks[state].word}</small>
        </span>
      </li>
    ))}
  </ol>
)
