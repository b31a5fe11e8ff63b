/** What ours is made of, in the order of the chart and the table. */
export const parts = [
  { key: 'synced', label: 'Synced' },
  { key: 'waiting', label: 'Waiting' },
  { key: 'blocked', label: 'Blocked' },
  { key: 'excluded', label: 'Excluded or deleted' },
  { key: 'drift', label: 'Differs' },
] as const
