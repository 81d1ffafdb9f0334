/** An answer that is only a sentence for people. */
export class MessageDto {
  message!: string;
}
