/** The process this work belonged to has been stopped or restarted; nobody is left to answer. */
export class LifeEnded extends Error {}
