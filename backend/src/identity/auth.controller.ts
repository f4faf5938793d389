import { Body, Controller, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIGURATION, type Configuration } from '../configuration';
import { Operation } from '../problems/operation.decorator';
import { ChangePasswordDto, LoginDto, MeDto } from './auth.dto';
import { AuthenticationService } from './authentication.service';
import { actorOf, type Principal } from './principal';
import { clearSessionCookie, SESSION_COOKIE, setSessionCookie } from './session-cookie';
import { UserDto } from './user.dto';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly authentication: AuthenticationService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Operation({
    id: 'login',
    summary: 'Sign in',
    description:
      'Sets the session cookie `pr_session`. Failed attempts are counted; after too many, wait for `Retry-After` seconds.',
    problems: ['LOGIN_FAILED', 'TOO_MANY_REQUESTS', 'CROSS_SITE_REFUSED'],
    public: true,
  })
  @ApiOkResponse({ type: UserDto })
  async login(
    @Body() body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDto> {
    const source = {
      address: request.ip,
      requestId: request.id,
      formerToken: request.cookies[SESSION_COOKIE],
    };
    const { user, token } = await this.authentication.login(body, source);
    setSessionCookie(request, reply, token, this.configuration);
    return user;
  }

  @Get('me')
  @Operation({
    id: 'getMe',
    summary: 'Who this credential stands for',
    description: 'Takes a session or any API key.',
  })
  @ApiOkResponse({ type: MeDto })
  me(@Req() request: FastifyRequest): Promise<MeDto> {
    return this.authentication.me(request.principal as Principal);
  }

  @Post('logout')
  @HttpCode(204)
  @Operation({
    id: 'logout',
    summary: 'Sign out',
    description: 'Ends the session and clears its cookie. Takes a session only.',
  })
  @ApiNoContentResponse({ description: 'Signed out' })
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.authentication.logout(actorOf(request), (request.principal as Principal).sessionId as string);
    clearSessionCookie(request, reply, this.configuration);
  }

  @Put('password')
  @HttpCode(204)
  @Operation({
    id: 'changePassword',
    summary: 'Change the own password',
    description:
      'Ends all other sessions of the person and gives this one a new cookie. Takes a session only.',
    problems: ['TOO_MANY_REQUESTS'],
  })
  @ApiNoContentResponse({ description: 'Changed' })
  async changePassword(
    @Body() body: ChangePasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = await this.authentication.changePassword(actorOf(request), body, request.ip);
    setSessionCookie(request, reply, token, this.configuration);
  }
}
