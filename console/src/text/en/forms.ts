export const forms = {
  create: 'Create',
  showMore: 'Show more',
  invalidJson: 'Is not a JSON object: check commas and quotes.',
  nothingFound: (query: string) => `Nothing is called "${query}".`,
  actionsOf: (name: string) => `Actions for ${name}`,
  shownOnce: 'Shown once. Nobody can show it again, not even you.',
  saved: 'I have kept it',
};
