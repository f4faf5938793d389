import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from './app';
import { ConfigurationError, type Configuration } from './configuration';
import { DatabaseService } from './database/database.service';
import { PasswordRecoveryService } from './identity/password-recovery.service';

/**
 * `main.cjs new-password <e-mail>`: gives a person a new password on the database itself, for when no admin can sign in. Whoever can
 * reach the database may do so anyway. Serves nothing; the data directory must be claimed. Answers what to print.
 * @throws ConfigurationError when there is no such person, or no database.
 */
export async function newPassword(configuration: Configuration, email: string | undefined): Promise<string> {
  const { databaseUrl, dataDir } = configuration;
  if (!email) throw new ConfigurationError('Whose password? Give an e-mail address: new-password <e-mail>');
  if (!databaseUrl && !existsSync(join(dataDir, 'pgdata')))
    throw new ConfigurationError(
      `There is no database in ${dataDir}. Give DATA_DIR or DATABASE_URL as the server has it.`,
    );
  // Nothing but the person is to change meanwhile.
  const app = await createApp({ ...configuration, mlflow: null, seedOnStart: false });
  try {
    const database = app.get(DatabaseService);
    await database.connect();
    if (!database.isReady())
      throw new ConfigurationError(`The database does not answer: ${database.current().lastError}`);
    const recovery = await app.get(PasswordRecoveryService).recover(email);
    if (recovery.ok)
      return `\n  Sign in as ${recovery.email} with the password ${recovery.password}\n  It is shown this once; change it in the console.\n`;
    const admins = recovery.admins.join(', ') || 'nobody: the next start makes the first admin';
    throw new ConfigurationError(`Nobody has the address ${email}. Admins are ${admins}.`);
  } finally {
    await app.close();
  }
}
