import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../contract/index.js';
import { EventTicketDto } from './event-ticket.dto.js';
import { EventTickets, TICKET_SECONDS } from './event-tickets.js';
import { identityOf, type IdentifiedRequest } from './identity.js';

@ApiTags('events')
@Controller('api/v1/events')
export class EventTicketsController {
  constructor(private readonly tickets: EventTickets) {}

  /** A ticket for one event stream, for browsers' EventSource, which can send no key: `GET /api/v1/events?ticket=…`. */
  @Post('ticket')
  @HttpCode(200)
  @ApiOperation({ operationId: 'createEventTicket' })
  @ApiOkResponse({ type: EventTicketDto })
  @Allow('read_own', 'read_all', 'manage_queue')
  create(@Req() request: IdentifiedRequest): EventTicketDto {
    return { ticket: this.tickets.make(identityOf(request)), expires_in: TICKET_SECONDS };
  }
}
