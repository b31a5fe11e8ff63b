/** How each end of a delivery is called and marked. */
export const looks = {
  pending: { label: 'Being handled', icon: 'clock', tone: 'info' },
  handed_over: { label: 'Handled', icon: 'check', tone: 'good' },
  ignored: { label: 'Not about invoices', icon: 'minus', tone: 'neutral' },
  echo: { label: 'Echo of our own write', icon: 'retry', tone: 'neutral' },
  unmatched: { label: 'No invoice of ours', icon: 'search', tone: 'neutral' },
  unreadable: { label: 'Not readable', icon: 'alert', tone: 'warning' },
  quarantined: { label: 'Put aside', icon: 'stop', tone: 'bad' },
} as const

export const vendorName = { sequence: 'Sequence', rillet: 'Rillet' } as const
