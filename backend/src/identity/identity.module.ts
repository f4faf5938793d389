import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClockModule } from '../clock';
import { ApiKeyRing } from './api-key-ring';
import { ApiKeyUsage } from './api-key-usage';
import { ApiKey } from './api-key.entity';
import { ApiKeysController } from './api-keys.controller';
import { ApiKeysService } from './api-keys.service';
import { AuditEntry } from './audit-entry.entity';
import { AuditController } from './audit.controller';
import { AuditQuery } from './audit.query';
import { AuthController } from './auth.controller';
import { AuthenticationService } from './authentication.service';
import { FirstAdminService } from './first-admin.service';
import { LoginThrottle } from './login-throttle';
import { MutationsService } from './mutations.service';
import { PasswordCheckService } from './password-check.service';
import { PasswordHasher } from './password-hasher';
import { PasswordRecoveryService } from './password-recovery.service';
import { RequestAuthoriser } from './request-authoriser';
import { Session } from './session.entity';
import { SessionsService } from './sessions.service';
import { User } from './user.entity';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

/** Who is asking, whether they may, and what they changed. */
@Module({
  imports: [ClockModule, TypeOrmModule.forFeature([User, Session, ApiKey, AuditEntry])],
  controllers: [AuthController, UsersController, ApiKeysController, AuditController],
  providers: [
    ApiKeyRing,
    ApiKeyUsage,
    ApiKeysService,
    AuditQuery,
    AuthenticationService,
    FirstAdminService,
    LoginThrottle,
    MutationsService,
    PasswordCheckService,
    PasswordHasher,
    PasswordRecoveryService,
    RequestAuthoriser,
    SessionsService,
    UsersService,
  ],
  exports: [ApiKeyRing, AuditQuery, FirstAdminService, MutationsService, RequestAuthoriser],
})
export class IdentityModule {}
