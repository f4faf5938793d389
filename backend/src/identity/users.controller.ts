import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { CurrentActor } from './actor.decorator';
import { PageQueryDto } from '../page.dto';
import type { Actor } from './principal';
import { CreateUserDto, UpdateUserDto, UserDto, UserPageDto } from './user.dto';
import { UsersService } from './users.service';

@ApiTags('identity')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Operation({ id: 'listUsers', summary: 'List the people who may sign in' })
  @ApiOkResponse({ type: UserPageDto })
  list(@Query() query: PageQueryDto): Promise<UserPageDto> {
    return this.users.list(query);
  }

  @Post()
  @Operation({ id: 'createUser', summary: 'Add a person', problems: ['EMAIL_TAKEN', 'TOO_MANY_REQUESTS'] })
  @ApiCreatedResponse({ type: UserDto })
  create(@CurrentActor() actor: Actor, @Body() body: CreateUserDto): Promise<UserDto> {
    return this.users.create(actor, body);
  }

  @Get(':id')
  @Operation({ id: 'getUser', summary: 'Read a person', problems: ['USER_NOT_FOUND'] })
  @ApiOkResponse({ type: UserDto })
  get(@Param('id') id: string): Promise<UserDto> {
    return this.users.get(id);
  }

  @Patch(':id')
  @Operation({
    id: 'updateUser',
    summary: 'Change a person',
    description:
      'Changes what is given. A new password and disabling end their sessions; a new role applies to their next request.',
    problems: ['USER_NOT_FOUND', 'LAST_ADMIN', 'TOO_MANY_REQUESTS'],
  })
  @ApiOkResponse({ type: UserDto })
  update(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: UpdateUserDto,
  ): Promise<UserDto> {
    return this.users.update(actor, id, body);
  }
}
