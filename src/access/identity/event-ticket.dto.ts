export class EventTicketDto {
  /** Works once. */
  ticket!: string;
  /** Seconds. */
  expires_in!: number;
}
