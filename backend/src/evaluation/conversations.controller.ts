import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { ConversationDto, ConversationQueryDto } from './conversation.dto';
import { ConversationQuery } from './conversation.query';

@ApiTags('traces')
@Controller('conversations')
export class ConversationsController {
  constructor(private readonly conversations: ConversationQuery) {}

  @Get()
  @Operation({
    id: 'getConversation',
    summary: 'What experiments made of a conversation, and what came of it',
    description:
      'Its traces are listed by `GET /traces` with `conversationId` and `order=asc`. A conversation that nothing is recorded of has none.',
  })
  @ApiOkResponse({ type: ConversationDto })
  get(@Query() { conversationId }: ConversationQueryDto): Promise<ConversationDto> {
    return this.conversations.get(conversationId);
  }
}
